BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0014');
CREATE TABLE artifacts (
	id VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "artifacts" VALUES('8d2eb16c-5794-5826-8080-d0c9a027a3ef','fb559b02-03c0-4e57-9057-ebbf270c4b2d','fetch','source','talk-8.00-03520387.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795732833892);
INSERT INTO "artifacts" VALUES('35dded1f-6c12-507a-91bc-13279f9b47fd','fb559b02-03c0-4e57-9057-ebbf270c4b2d','scenes','poster','talk-8.00-03520387 poster.jpg','image/jpeg','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58','.jpg',11470,1795732834856);
INSERT INTO "artifacts" VALUES('e9dd2e8c-e6b2-55d2-bea3-91edb34e5973','fb559b02-03c0-4e57-9057-ebbf270c4b2d','scenes','sprite','talk-8.00-03520387 storyboard.jpg','image/jpeg','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87','.jpg',16618,1795732834856);
INSERT INTO "artifacts" VALUES('1caea5df-cd80-52cb-999f-6ec7edafed2b','779ac00f-5d31-44ca-8c97-2e10a19afa01','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795732834864);
INSERT INTO "artifacts" VALUES('3d822c96-ad14-5440-9013-ac7ecc1dc6a9','fb559b02-03c0-4e57-9057-ebbf270c4b2d','audio','audio','talk-8.00-03520387.mp3','audio/mpeg','30f96060e063057428df4b824d96405d7e67b0358033cd8897a409c4220a7e5f','.mp3',264266,1795732835322);
INSERT INTO "artifacts" VALUES('ebd924c6-e4f6-5114-b944-bf261bc98f90','fb559b02-03c0-4e57-9057-ebbf270c4b2d','audio','waveform','talk-8.00-03520387 waveform.json','application/json','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689','.json',1167,1795732835322);
INSERT INTO "artifacts" VALUES('8355f634-edd2-57a8-b780-76d573f2270f','fb559b02-03c0-4e57-9057-ebbf270c4b2d','transcribe','transcript','talk-8.00-03520387.srt','application/x-subrip','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97','.srt',214,1795732837175);
INSERT INTO "artifacts" VALUES('886e4997-4766-517a-9304-c86fdf17fdf9','fb559b02-03c0-4e57-9057-ebbf270c4b2d','transcribe','transcript','talk-8.00-03520387.vtt','text/vtt','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6','.vtt',216,1795732837175);
INSERT INTO "artifacts" VALUES('d0154a8d-60cb-5539-87b5-1cb47ff339a1','fb559b02-03c0-4e57-9057-ebbf270c4b2d','transcribe','transcript','talk-8.00-03520387.txt','text/plain','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19','.txt',115,1795732837175);
INSERT INTO "artifacts" VALUES('a8f63339-57af-51da-9286-431279d5e775','fb559b02-03c0-4e57-9057-ebbf270c4b2d','clips','clip','talk-8.00-03520387 clip 1.mp4','video/mp4','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4','.mp4',199768,1795732838995);
INSERT INTO "artifacts" VALUES('33cab53f-f71c-532e-a673-c1df671c067e','fb559b02-03c0-4e57-9057-ebbf270c4b2d','clips','clip_thumbnail','talk-8.00-03520387 clip 1.jpg','image/jpeg','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11','.jpg',12447,1795732838995);
CREATE TABLE deliveries (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	webhook_id VARCHAR, 
	job_id VARCHAR, 
	event VARCHAR NOT NULL, 
	url TEXT NOT NULL, 
	host VARCHAR NOT NULL, 
	facts JSON NOT NULL, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_ms BIGINT, 
	response_status INTEGER, 
	error TEXT, 
	response_ms INTEGER, 
	created_ms BIGINT NOT NULL, 
	ended_ms BIGINT
);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',1,'job_moved',1795732833708,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(2,'779ac00f-5d31-44ca-8c97-2e10a19afa01',1,'job_moved',1795732833717,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(3,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',2,'job_moved',1795732833724,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(4,'779ac00f-5d31-44ca-8c97-2e10a19afa01',2,'job_moved',1795732833731,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(5,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',3,'stage_moved',1795732833741,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":10.432,"stage_status":"running","waited_s":0.0042410229943925515}');
INSERT INTO "events" VALUES(6,'779ac00f-5d31-44ca-8c97-2e10a19afa01',3,'stage_moved',1795732833781,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":3.617334191997652,"stage_status":"running","waited_s":0.005674975996953435}');
INSERT INTO "events" VALUES(7,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',4,'stage_moved',1795732833892,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"fetch","eta_s":10.280265938999248,"stage_status":"completed","cached":false,"work_s":0.14242306200321764,"waited_s":0.0042410229943925515}');
INSERT INTO "events" VALUES(8,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',5,'stage_moved',1795732833905,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":10.26745847699861,"stage_status":"running","waited_s":0.002169978994061239}');
INSERT INTO "events" VALUES(9,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',6,'log_line',1795732834095,'{"level":"info","message":"speech audio extracted","stage":"speech","fields":{"duration_s":8.0,"expected_s":8.2}}');
INSERT INTO "events" VALUES(10,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',7,'stage_moved',1795732834152,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":6.750865408386581,"stage_status":"running","waited_s":0.24795786499453243}');
INSERT INTO "events" VALUES(11,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',8,'stage_moved',1795732834154,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":6.748437574387772,"stage_status":"completed","cached":false,"work_s":0.23082807900209446,"waited_s":0.002169978994061239}');
INSERT INTO "events" VALUES(12,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',9,'stage_moved',1795732834183,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"transcribe","eta_s":6.734920495386014,"stage_status":"running","waited_s":0.001356849999865517}');
INSERT INTO "events" VALUES(13,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',10,'log_line',1795732834830,'{"level":"info","message":"scenes found","stage":"scenes","fields":{"cuts":0,"focus_points":17}}');
INSERT INTO "events" VALUES(14,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',11,'stage_moved',1795732834850,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"audio","eta_s":6.270999999999999,"stage_status":"running","waited_s":0.9376063020026777}');
INSERT INTO "events" VALUES(15,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',12,'stage_moved',1795732834856,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":6.264854207001276,"stage_status":"completed","cached":false,"work_s":0.6857734489894938,"waited_s":0.24795786499453243}');
INSERT INTO "events" VALUES(16,'779ac00f-5d31-44ca-8c97-2e10a19afa01',4,'stage_moved',1795732834864,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"fetch","eta_s":1.0877714459940324,"stage_status":"completed","cached":false,"work_s":1.095344664005097,"waited_s":0.005674975996953435}');
INSERT INTO "events" VALUES(17,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',13,'log_line',1795732835244,'{"level":"info","message":"audio extracted","stage":"audio","fields":{"format":"mp3","quality":"high","duration_s":8.232}}');
INSERT INTO "events" VALUES(18,'779ac00f-5d31-44ca-8c97-2e10a19afa01',5,'stage_moved',1795732835307,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"audio","eta_s":1.011890011011157,"stage_status":"running","waited_s":0.43241630800184794}');
INSERT INTO "events" VALUES(19,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',14,'stage_moved',1795732835322,'{"status":"processing","progress":0.2391847564209774,"attempt":1,"stage":"audio","eta_s":6.161723373013315,"stage_status":"completed","cached":false,"work_s":0.4595314610050991,"waited_s":0.9376063020026777}');
INSERT INTO "events" VALUES(20,'779ac00f-5d31-44ca-8c97-2e10a19afa01',6,'job_error',1795732835342,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}');
INSERT INTO "events" VALUES(21,'779ac00f-5d31-44ca-8c97-2e10a19afa01',7,'job_moved',1795732835342,'{"status":"failed","progress":0.856353591160221,"attempt":1,"error":{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false},"cause":"fail"}');
INSERT INTO "events" VALUES(22,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',15,'log_line',1795732835717,'{"level":"info","message":"Loading the whisper model demo","stage":"transcribe","fields":{"device":"cpu","workers":1}}');
INSERT INTO "events" VALUES(23,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',16,'log_line',1795732835751,'{"level":"info","message":"Transcribing with demo, batched","stage":"transcribe","fields":{"language":"en","probability":1.0}}');
INSERT INTO "events" VALUES(24,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',17,'segment_transcribed',1795732837115,'{"index":0,"segment":{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8491,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9979},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.9991},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9974},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9987},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.9988},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9985}]}}');
INSERT INTO "events" VALUES(25,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',18,'segment_transcribed',1795732837128,'{"index":1,"segment":{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7003,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9991},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9982},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9995},{"start_s":4.64,"end_s":4.84,"text":" to","probability":0.9999},{"start_s":4.84,"end_s":5.1,"text":" learn","probability":0.9993},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9956},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9918}]}}');
INSERT INTO "events" VALUES(26,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',19,'segment_transcribed',1795732837128,'{"index":2,"segment":{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a ran to the r.","confidence":0.7003,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.9921},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9941},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9941},{"start_s":7.77,"end_s":7.777,"text":" a","probability":0.9708},{"start_s":7.777,"end_s":7.79,"text":" ran","probability":0.3171},{"start_s":7.79,"end_s":7.833,"text":" to","probability":0.4141},{"start_s":7.833,"end_s":7.89,"text":" the","probability":0.5284},{"start_s":7.89,"end_s":7.93,"text":" r.","probability":0.6542}]}}');
INSERT INTO "events" VALUES(27,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',20,'stage_moved',1795732837175,'{"status":"processing","progress":0.5193618441829478,"attempt":1,"stage":"transcribe","eta_s":6.3420695403276435,"stage_status":"completed","cached":false,"work_s":2.988627597995219,"waited_s":0.001356849999865517}');
INSERT INTO "events" VALUES(28,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',21,'stage_moved',1795732837215,'{"status":"processing","progress":0.5193618441829478,"attempt":1,"stage":"clips","eta_s":6.294430034317188,"stage_status":"running","waited_s":0.0040928109956439584}');
INSERT INTO "events" VALUES(29,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',22,'stage_moved',1795732837243,'{"status":"processing","progress":0.5193618441829478,"attempt":1,"stage":"analyse","eta_s":6.281135486317212,"stage_status":"running","waited_s":0.005522650011698715}');
INSERT INTO "events" VALUES(30,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',23,'log_line',1795732837618,'{"level":"info","message":"clips chosen","stage":"clips","fields":{"count":1,"done":0}}');
INSERT INTO "events" VALUES(31,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',24,'log_line',1795732838589,'{"level":"info","message":"Loading the sentiment model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(32,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',25,'log_line',1795732838954,'{"level":"info","message":"clip cut","stage":"clips","fields":{"index":0,"start_s":3.4,"length_s":4.8}}');
INSERT INTO "events" VALUES(33,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',26,'clip_cut',1795732838995,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a ran to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a ran to the r.","width":640,"height":360,"artifact_id":"a8f63339-57af-51da-9286-431279d5e775","thumbnail_id":"33cab53f-f71c-532e-a673-c1df671c067e"}');
INSERT INTO "events" VALUES(34,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',27,'stage_moved',1795732839051,'{"status":"processing","progress":0.7362171752680643,"attempt":1,"stage":"clips","eta_s":3.026544814990135,"stage_status":"completed","cached":false,"work_s":1.8434745690028649,"waited_s":0.0040928109956439584}');
INSERT INTO "events" VALUES(35,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',28,'log_line',1795732840779,'{"level":"info","message":"Loading the spaCy model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(36,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',29,'stage_moved',1795732841920,'{"status":"processing","progress":0.999,"attempt":1,"stage":"analyse","eta_s":0.0,"stage_status":"completed","cached":false,"work_s":4.687748059994192,"waited_s":0.005522650011698715}');
INSERT INTO "events" VALUES(37,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',30,'job_moved',1795732841927,'{"status":"completed","progress":1,"attempt":1,"eta_s":0.0,"cause":"complete"}');
INSERT INTO "events" VALUES(38,'370926c8-5056-4290-a859-09d38f156733',1,'job_moved',1795732841938,'{"status":"pending","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(39,'28f07896-7bb3-429b-955e-e2a726b7960a',1,'job_moved',1795732841940,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(40,'2cf67a84-11cc-47e6-924b-8b29b5789d51',1,'job_moved',1795732841943,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(41,'2cf67a84-11cc-47e6-924b-8b29b5789d51',2,'job_moved',1795732841944,'{"status":"cancelled","progress":0,"attempt":0,"cause":"cancel"}');
INSERT INTO "events" VALUES(42,'957b8f9a-0b9f-44cc-84c9-03cbc5e25967',1,'job_moved',1795732841947,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(43,'957b8f9a-0b9f-44cc-84c9-03cbc5e25967',2,'job_moved',1795732841949,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(44,'957b8f9a-0b9f-44cc-84c9-03cbc5e25967',3,'job_error',1795732841955,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}');
INSERT INTO "events" VALUES(45,'957b8f9a-0b9f-44cc-84c9-03cbc5e25967',4,'job_moved',1795732841955,'{"status":"pending","progress":0,"attempt":1,"error":{"code":"rate_limited","message":"later","stage":"fetch","retryable":true},"cause":"postpone","next_attempt_ms":1827268841938}');
INSERT INTO "events" VALUES(46,'38ef250b-a9a1-4202-bd99-17909b74f686',1,'job_moved',1795732841961,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(47,'38ef250b-a9a1-4202-bd99-17909b74f686',2,'job_moved',1795732841963,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
CREATE TABLE file_copies (
	sha256 VARCHAR NOT NULL, 
	begun_ms BIGINT NOT NULL, 
	copied_ms BIGINT, 
	leaving_ms BIGINT, 
	PRIMARY KEY (sha256)
);
CREATE TABLE flags (
	name VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "flags" VALUES('written','{"at_ms":1795732832414}');
INSERT INTO "flags" VALUES('database','{"id":"bd2eda373dd64bd7a5d2a79f4bfa18a4"}');
INSERT INTO "flags" VALUES('queue','{"paused":true,"draining":false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms":1827268841938}');
CREATE TABLE job_counts (status TEXT NOT NULL, job_type TEXT NOT NULL, priority INTEGER NOT NULL, jobs INTEGER NOT NULL, PRIMARY KEY (status, job_type, priority)) WITHOUT ROWID;
INSERT INTO "job_counts" VALUES('cancelled','transcription',9,1);
INSERT INTO "job_counts" VALUES('completed','full_processing',5,1);
INSERT INTO "job_counts" VALUES('failed','audio_extraction',5,1);
INSERT INTO "job_counts" VALUES('pending','analysis',5,1);
INSERT INTO "job_counts" VALUES('pending','clip_generation',5,1);
INSERT INTO "job_counts" VALUES('processing','audio_extraction',5,0);
INSERT INTO "job_counts" VALUES('processing','clip_generation',5,0);
INSERT INTO "job_counts" VALUES('processing','full_processing',5,0);
INSERT INTO "job_counts" VALUES('processing','transcription',5,1);
INSERT INTO "job_counts" VALUES('queued','audio_extraction',5,0);
INSERT INTO "job_counts" VALUES('queued','clip_generation',5,0);
INSERT INTO "job_counts" VALUES('queued','full_processing',5,0);
INSERT INTO "job_counts" VALUES('queued','transcription',5,1);
INSERT INTO "job_counts" VALUES('queued','transcription',9,0);
CREATE TABLE job_metas (
	num INTEGER NOT NULL, 
	meta JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE job_stages (
	job_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	progress FLOAT NOT NULL, 
	"key" VARCHAR, 
	cached BOOLEAN NOT NULL, 
	started_ms BIGINT, 
	seconds FLOAT, 
	published INTEGER NOT NULL, waited FLOAT, 
	PRIMARY KEY (job_id, name)
);
INSERT INTO "job_stages" VALUES('fb559b02-03c0-4e57-9057-ebbf270c4b2d','fetch','completed',1.0,'fetch-470ad0a4ae3560204df3fb0e301e488628d8976098a58aea8374af0a5f0e3e7e',0,1795732833741,1.42423062003217637538e-01,0,4.24102299439255148172e-03);
INSERT INTO "job_stages" VALUES('fb559b02-03c0-4e57-9057-ebbf270c4b2d','audio','completed',1.0,'audio-ae9642ea74aae8affa5d81f6dc12a5a09923266ceae645973e9afd9623f549e2',0,1795732834850,4.59531461005099117755e-01,0,9.37606302002677693963e-01);
INSERT INTO "job_stages" VALUES('fb559b02-03c0-4e57-9057-ebbf270c4b2d','speech','completed',1.0,'speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6',0,1795732833905,2.30828079002094455063e-01,0,2.16997899406123906373e-03);
INSERT INTO "job_stages" VALUES('fb559b02-03c0-4e57-9057-ebbf270c4b2d','scenes','completed',1.0,'scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705',0,1795732834152,6.85773448989493772387e-01,0,2.47957864994532428681e-01);
INSERT INTO "job_stages" VALUES('fb559b02-03c0-4e57-9057-ebbf270c4b2d','transcribe','completed',1.0,'transcribe-23e36af1855ad38107c6d739f529db3c3fcfc745be69cdc4d9b15a417d6c5e76',0,1795732834183,2.98862759799521882086e+00,3,1.35684999986551702022e-03);
INSERT INTO "job_stages" VALUES('fb559b02-03c0-4e57-9057-ebbf270c4b2d','analyse','completed',1.0,'analyse-8c9dd6eb3aff2e8d797153bfc3972156ffb8790fa8ee8343f2fe61e79a9bf0fb',0,1795732837243,4.68774805999419186264e+00,0,5.52265001169871538877e-03);
INSERT INTO "job_stages" VALUES('fb559b02-03c0-4e57-9057-ebbf270c4b2d','clips','completed',1.0,'clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,1795732837215,1.84347456900286488234e+00,1,4.09281099564395844936e-03);
INSERT INTO "job_stages" VALUES('779ac00f-5d31-44ca-8c97-2e10a19afa01','fetch','completed',1.0,'fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d',0,1795732833781,1.09534466400509700179e+00,0,5.67497599695343524217e-03);
INSERT INTO "job_stages" VALUES('779ac00f-5d31-44ca-8c97-2e10a19afa01','audio','failed',0.0,'audio-93cfd6eccd62f2fd92151675255c5e26b56115e7c0e52e781840bd0856e9d4e4',0,1795732835307,NULL,0,4.32416308001847937703e-01);
INSERT INTO "job_stages" VALUES('957b8f9a-0b9f-44cc-84c9-03cbc5e25967','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('957b8f9a-0b9f-44cc-84c9-03cbc5e25967','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('957b8f9a-0b9f-44cc-84c9-03cbc5e25967','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('957b8f9a-0b9f-44cc-84c9-03cbc5e25967','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('957b8f9a-0b9f-44cc-84c9-03cbc5e25967','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('38ef250b-a9a1-4202-bd99-17909b74f686','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('38ef250b-a9a1-4202-bd99-17909b74f686','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('38ef250b-a9a1-4202-bd99-17909b74f686','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE job_texts (
	num INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "job_texts" VALUES(1,'talk-8.00-03520387
fb559b02-03c0-4e57-9057-ebbf270c4b2d
ada');
INSERT INTO "job_texts" VALUES(2,'silent-94500712
779ac00f-5d31-44ca-8c97-2e10a19afa01');
INSERT INTO "job_texts" VALUES(3,'talk-8.00-03520387
370926c8-5056-4290-a859-09d38f156733');
INSERT INTO "job_texts" VALUES(4,'talk-8.00-03520387
28f07896-7bb3-429b-955e-e2a726b7960a');
INSERT INTO "job_texts" VALUES(5,'talk-8.00-03520387
2cf67a84-11cc-47e6-924b-8b29b5789d51');
INSERT INTO "job_texts" VALUES(6,'talk-8.00-03520387
957b8f9a-0b9f-44cc-84c9-03cbc5e25967');
INSERT INTO "job_texts" VALUES(7,'talk-8.00-03520387
38ef250b-a9a1-4202-bd99-17909b74f686');
CREATE TABLE job_texts_indexed (upto INTEGER NOT NULL);
INSERT INTO "job_texts_indexed" VALUES(0);
CREATE TABLE job_traces (
	job_id VARCHAR NOT NULL, 
	traceparent VARCHAR NOT NULL, 
	PRIMARY KEY (job_id)
);
CREATE TABLE job_webhooks (
	job_id VARCHAR NOT NULL, 
	url TEXT NOT NULL, 
	PRIMARY KEY (job_id)
);
CREATE TABLE jobs (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url VARCHAR, 
	video_id VARCHAR, 
	source_identity VARCHAR NOT NULL, 
	job_type VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	rank BIGINT NOT NULL, 
	options JSON NOT NULL, 
	meta JSON NOT NULL, 
	user_id VARCHAR, 
	attempt INTEGER NOT NULL, 
	failures INTEGER NOT NULL, 
	max_retries INTEGER NOT NULL, 
	crashes JSON NOT NULL, 
	memory_level INTEGER NOT NULL, 
	progress FLOAT NOT NULL, 
	stage VARCHAR, 
	stop_requested VARCHAR, 
	error JSON, 
	warnings JSON NOT NULL, 
	last_seq INTEGER NOT NULL, 
	video_title TEXT, 
	video_duration FLOAT, 
	idempotency_key VARCHAR, 
	request_hash VARCHAR, 
	pinned BOOLEAN NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	queued_ms BIGINT, 
	started_ms BIGINT, 
	completed_ms BIGINT, 
	due_ms BIGINT, meta_bytes INTEGER, deaths JSON DEFAULT '{}' NOT NULL, worker_id VARCHAR, lease_until_ms BIGINT, 
	CONSTRAINT uq_jobs_idempotency UNIQUE (idempotency_key)
);
INSERT INTO "jobs" VALUES(1,'fb559b02-03c0-4e57-9057-ebbf270c4b2d',NULL,'89a77aaf-287f-44a6-a935-b8a5dff92b69','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795729833708,'{"audio_format":"mp3","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":5.0,"overlap_duration":2.0,"max_clips":1,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{"from":"us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-03520387',8.2,NULL,NULL,1,NULL,1795732833708,1795732841936,1795732833708,1795732833724,1795732841927,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(2,'779ac00f-5d31-44ca-8c97-2e10a19afa01',NULL,'25cd495e-53bb-42cb-b774-62738c726b60','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795729833717,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795732833717,1795732835342,1795732833717,1795732833731,1795732835342,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(3,'370926c8-5056-4290-a859-09d38f156733',NULL,'89a77aaf-287f-44a6-a935-b8a5dff92b69','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827265841938,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-03520387',8.2,NULL,NULL,0,NULL,1795732841938,1795732841938,NULL,NULL,NULL,1827268841938,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(4,'28f07896-7bb3-429b-955e-e2a726b7960a',NULL,'89a77aaf-287f-44a6-a935-b8a5dff92b69','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795729841940,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-03520387',8.2,'key','hash',0,NULL,1795732841940,1795732841940,1795732841940,NULL,NULL,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(5,'2cf67a84-11cc-47e6-924b-8b29b5789d51',NULL,'89a77aaf-287f-44a6-a935-b8a5dff92b69','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795727441943,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-03520387',8.2,NULL,NULL,0,NULL,1795732841943,1795732841944,1795732841943,NULL,1795732841944,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(6,'957b8f9a-0b9f-44cc-84c9-03cbc5e25967',NULL,'89a77aaf-287f-44a6-a935-b8a5dff92b69','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795729841947,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}','[]',4,'talk-8.00-03520387',8.2,NULL,NULL,0,NULL,1795732841947,1795732841955,1795732841947,1795732841949,NULL,1827268841938,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(7,'38ef250b-a9a1-4202-bd99-17909b74f686',NULL,'89a77aaf-287f-44a6-a935-b8a5dff92b69','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795729841961,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-03520387',8.2,NULL,NULL,0,NULL,1795732841961,1795732841963,1795732841961,1795732841963,NULL,NULL,NULL,'{}','ebac32c8d12efd60',1795732856963);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-470ad0a4ae3560204df3fb0e301e488628d8976098a58aea8374af0a5f0e3e7e','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed',256046);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480',1150);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58',11470);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87',16618);
INSERT INTO "key_blobs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('audio-ae9642ea74aae8affa5d81f6dc12a5a09923266ceae645973e9afd9623f549e2','30f96060e063057428df4b824d96405d7e67b0358033cd8897a409c4220a7e5f',264266);
INSERT INTO "key_blobs" VALUES('audio-ae9642ea74aae8affa5d81f6dc12a5a09923266ceae645973e9afd9623f549e2','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689',1167);
INSERT INTO "key_blobs" VALUES('transcribe-23e36af1855ad38107c6d739f529db3c3fcfc745be69cdc4d9b15a417d6c5e76','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97',214);
INSERT INTO "key_blobs" VALUES('transcribe-23e36af1855ad38107c6d739f529db3c3fcfc745be69cdc4d9b15a417d6c5e76','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6',216);
INSERT INTO "key_blobs" VALUES('transcribe-23e36af1855ad38107c6d739f529db3c3fcfc745be69cdc4d9b15a417d6c5e76','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19',115);
INSERT INTO "key_blobs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4',199768);
INSERT INTO "key_blobs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11',12447);
CREATE TABLE key_leases (
	"key" VARCHAR NOT NULL, 
	worker_id VARCHAR NOT NULL, 
	lease_until_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE outputs (
	"key" VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	output JSON NOT NULL, 
	warnings JSON NOT NULL, 
	seconds FLOAT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "outputs" VALUES('fetch-470ad0a4ae3560204df3fb0e301e488628d8976098a58aea8374af0a5f0e3e7e','fetch','{"source":{"sha256":"20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd","size_bytes":201315,"suffix":".mp4"},"media":{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2},"title":"talk-8.00-03520387","uploader":null,"webpage_url":null,"chapters":[],"thumbnail":null,"validators":null}','[]',1.42423062003217637538e-01,1795732833883);
INSERT INTO "outputs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','speech','{"pcm":{"sha256":"2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed","size_bytes":256046,"suffix":".wav"},"duration_s":8.0000625,"waveform":{"sha256":"4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480","size_bytes":1150,"suffix":".json"}}','[]',2.30828079002094455063e-01,1795732834135);
INSERT INTO "outputs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','scenes','{"has_video":true,"cuts":[],"poster":{"sha256":"735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58","size_bytes":11470,"suffix":".jpg"},"sprite":{"image":{"sha256":"cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87","size_bytes":16618,"suffix":".jpg"},"columns":9,"rows":1,"count":9,"interval_s":1.0,"tile_width":160,"tile_height":90},"focus":[[0.25,0.0972,0.702],[0.75,0.1236,0.7359],[1.25,0.13,0.7314],[1.75,0.1569,0.7358],[2.25,0.2047,0.7044],[2.75,0.2462,0.6418],[3.25,0.2848,0.6214],[3.75,0.3398,0.6207],[4.25,0.3952,0.5913],[4.75,0.4448,0.5573],[5.25,0.4994,0.5482],[5.75,0.5598,0.5318],[6.25,0.6083,0.4932],[6.75,0.6503,0.4783],[7.25,0.7373,0.4742],[7.75,0.7706,0.446],[8.25,0.7897,0.4163]],"picture":{"flashes":[],"black":[],"freeze":[]},"samples":[]}','[]',6.85773448989493772387e-01,1795732834836);
INSERT INTO "outputs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','fetch','{"source":{"sha256":"a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594","size_bytes":69966,"suffix":".mp4"},"media":{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1},"title":"silent-94500712","uploader":null,"webpage_url":null,"chapters":[],"thumbnail":null,"validators":null}','[]',1.09534466400509700179e+00,1795732834850);
INSERT INTO "outputs" VALUES('audio-ae9642ea74aae8affa5d81f6dc12a5a09923266ceae645973e9afd9623f549e2','audio','{"audio":{"sha256":"30f96060e063057428df4b824d96405d7e67b0358033cd8897a409c4220a7e5f","size_bytes":264266,"suffix":".mp3"},"duration_s":8.232,"media_type":"audio/mpeg","waveform":{"sha256":"c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689","size_bytes":1167,"suffix":".json"}}','[]',4.59531461005099117755e-01,1795732835298);
INSERT INTO "outputs" VALUES('transcribe-23e36af1855ad38107c6d739f529db3c3fcfc745be69cdc4d9b15a417d6c5e76','transcribe','{"language":"en","language_probability":1.0,"model":"demo","decoding":"batched","segment_count":3,"engine":"whisper","response_id":null,"srt":{"sha256":"fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97","size_bytes":214,"suffix":".srt"},"vtt":{"sha256":"7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6","size_bytes":216,"suffix":".vtt"},"txt":{"sha256":"a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19","size_bytes":115,"suffix":".txt"}}','[]',2.98862759799521882086e+00,1795732837156);
INSERT INTO "outputs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','clips','{"clip_count":1}','[]',1.84347456900286488234e+00,1795732839047);
INSERT INTO "outputs" VALUES('analyse-8c9dd6eb3aff2e8d797153bfc3972156ffb8790fa8ee8343f2fe61e79a9bf0fb','analyse','{"sentiment":"neutral","sentiment_scores":{"positive":0.0159,"neutral":0.9664,"negative":0.0177},"segment_sentiments":[{"index":0,"label":"neutral","score":-0.0024,"start_s":0.59},{"index":1,"label":"neutral","score":-0.002,"start_s":3.62},{"index":2,"label":"neutral","score":0.0004,"start_s":6.95}],"topics":["Space, ran, r."],"keywords":[{"text":"space","score":1.0},{"text":"Tesla","score":0.7815},{"text":"ran","score":0.6094}],"entities":[{"text":"Today","label":"DATE","count":1},{"text":"Tesla","label":"ORG","count":1}],"models":{"sentiment":"demo","entities":"demo","keywords":"YAKE 0.7.3, words by demo","topics":"pauses and cohesion, words by demo"}}','[]',4.68774805999419186264e+00,1795732841915);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-23e36af1855ad38107c6d739f529db3c3fcfc745be69cdc4d9b15a417d6c5e76',0,'{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8491,"no_speech_probability":0.0,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9979},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.9991},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9974},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9987},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.9988},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9985}],"flags":[]}');
INSERT INTO "pieces" VALUES('transcribe-23e36af1855ad38107c6d739f529db3c3fcfc745be69cdc4d9b15a417d6c5e76',1,'{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7003,"no_speech_probability":0.0,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9991},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9982},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9995},{"start_s":4.64,"end_s":4.84,"text":" to","probability":0.9999},{"start_s":4.84,"end_s":5.1,"text":" learn","probability":0.9993},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9956},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9918}],"flags":[]}');
INSERT INTO "pieces" VALUES('transcribe-23e36af1855ad38107c6d739f529db3c3fcfc745be69cdc4d9b15a417d6c5e76',2,'{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a ran to the r.","confidence":0.7003,"no_speech_probability":0.0,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.9921},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9941},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9941},{"start_s":7.77,"end_s":7.777,"text":" a","probability":0.9708},{"start_s":7.777,"end_s":7.79,"text":" ran","probability":0.3171},{"start_s":7.79,"end_s":7.833,"text":" to","probability":0.4141},{"start_s":7.833,"end_s":7.89,"text":" the","probability":0.5284},{"start_s":7.89,"end_s":7.93,"text":" r.","probability":0.6542}],"flags":[]}');
INSERT INTO "pieces" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a ran to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a ran to the r.","video":{"sha256":"0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4","size_bytes":199768,"suffix":".mp4"},"thumbnail":{"sha256":"4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11","size_bytes":12447,"suffix":".jpg"},"width":640,"height":360}');
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',2.82520499050250950556e-01,2);
INSERT INTO "rates" VALUES('speech','',2.81497657319627406224e-02,1);
INSERT INTO "rates" VALUES('scenes','',8.3630908413352911257e-02,1);
INSERT INTO "rates" VALUES('audio','',5.60404220737925826134e-02,1);
INSERT INTO "rates" VALUES('transcribe','demo',3.6446678024331941037e-01,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',3.68694913800572954265e-01,1);
INSERT INTO "rates" VALUES('analyse','demo',5.71676592682218598362e-01,1);
CREATE TABLE scene_subtitles (
	scene_id VARCHAR NOT NULL, 
	transcript_id VARCHAR NOT NULL, 
	scene_start_time FLOAT NOT NULL, 
	scene_end_time FLOAT NOT NULL, 
	subtitle_data JSON NOT NULL, 
	PRIMARY KEY (scene_id)
);
CREATE TABLE telemetry (
	num INTEGER NOT NULL, 
	component VARCHAR NOT NULL, 
	metric VARCHAR NOT NULL, 
	value FLOAT NOT NULL, 
	tags TEXT NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	job_id VARCHAR, 
	weight INTEGER NOT NULL, 
	merge VARCHAR NOT NULL, 
	span_ms INTEGER NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE timelines (
	num INTEGER NOT NULL, 
	timeline JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE transcript_edits (
	transcript_id VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	first INTEGER NOT NULL, 
	placed INTEGER NOT NULL, 
	lines JSON NOT NULL, 
	PRIMARY KEY (transcript_id, revision)
);
CREATE TABLE transcript_segments (
	transcript_id VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	start_time FLOAT NOT NULL, 
	end_time FLOAT NOT NULL, 
	text TEXT NOT NULL, 
	original_text TEXT, 
	moved BOOLEAN NOT NULL, 
	confidence FLOAT NOT NULL, 
	no_speech_probability FLOAT NOT NULL, 
	speaker_label TEXT, 
	segment_type VARCHAR NOT NULL, 
	flags JSON NOT NULL, 
	words JSON NOT NULL, 
	PRIMARY KEY (transcript_id, idx)
);
CREATE TABLE video_transcripts (
	id VARCHAR NOT NULL, 
	analysis_id VARCHAR, 
	video_filename TEXT, 
	video_duration FLOAT, 
	language_code VARCHAR, 
	transcription_method VARCHAR, 
	confidence_score FLOAT, 
	full_transcript_text TEXT NOT NULL, 
	processing_time_seconds FLOAT, 
	api_response_id VARCHAR, 
	status VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	taken INTEGER NOT NULL, 
	taken_s FLOAT NOT NULL, 
	open BOOLEAN NOT NULL, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE videos (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url TEXT, 
	filename VARCHAR, 
	sha256 VARCHAR, 
	suffix VARCHAR, 
	size_bytes BIGINT, 
	media JSON, 
	user_id VARCHAR, 
	folded TEXT NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL
);
INSERT INTO "videos" VALUES(1,'89a77aaf-287f-44a6-a935-b8a5dff92b69',NULL,'talk-8.00-03520387.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2}',NULL,'talk-8.00-03520387.mp4
89a77aaf-287f-44a6-a935-b8a5dff92b69',NULL,1795732833615,1795732833615);
INSERT INTO "videos" VALUES(2,'25cd495e-53bb-42cb-b774-62738c726b60',NULL,'silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1}',NULL,'silent-94500712.mp4
25cd495e-53bb-42cb-b774-62738c726b60',NULL,1795732833706,1795732833706);
CREATE TABLE webhooks (
	num INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	url TEXT NOT NULL, 
	events JSON NOT NULL, 
	sealed TEXT NOT NULL, 
	user_id VARCHAR, 
	enabled BOOLEAN NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (num)
);
CREATE INDEX ix_artifacts_job_id ON artifacts (job_id);
CREATE INDEX ix_job_stages_key ON job_stages ("key");
CREATE INDEX ix_jobs_completed ON jobs (completed_ms);
CREATE UNIQUE INDEX ix_jobs_id ON jobs (id);
CREATE INDEX ix_jobs_status_num ON jobs (status, num);
CREATE INDEX ix_jobs_type_num ON jobs (job_type, num);
CREATE INDEX ix_jobs_user_num ON jobs (user_id, num);
CREATE INDEX ix_key_blobs_sha256 ON key_blobs (sha256);
CREATE INDEX ix_jobs_status_type_num ON jobs (status, job_type, num);
CREATE TRIGGER jobs_counted_new AFTER INSERT ON jobs BEGIN INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1; END;
CREATE TRIGGER jobs_counted_gone AFTER DELETE ON jobs BEGIN UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority; END;
CREATE TRIGGER jobs_counted_moved AFTER UPDATE OF status, job_type, priority ON jobs WHEN OLD.status <> NEW.status OR OLD.job_type <> NEW.job_type OR OLD.priority <> NEW.priority BEGIN UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority; INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1; END;
CREATE UNIQUE INDEX ix_videos_id ON videos (id);
CREATE INDEX ix_videos_sha256 ON videos (sha256);
CREATE INDEX ix_videos_user_num ON videos (user_id, num);
CREATE INDEX ix_jobs_video_status_num ON jobs (video_id, status, num) WHERE video_id IS NOT NULL;
CREATE TRIGGER job_texts_index_new AFTER INSERT ON job_texts WHEN NEW.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
CREATE TRIGGER job_texts_index_many AFTER INSERT ON job_texts WHEN NEW.num > (SELECT upto FROM job_texts_indexed) + 500 BEGIN INSERT INTO job_trigrams (rowid, folded) SELECT num, folded FROM job_texts WHERE num > (SELECT upto FROM job_texts_indexed) AND num < NEW.num; UPDATE job_texts_indexed SET upto = NEW.num - 1; END;
CREATE TRIGGER job_texts_index_gone AFTER DELETE ON job_texts WHEN OLD.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); END;
CREATE TRIGGER job_texts_index_moved AFTER UPDATE OF folded ON job_texts WHEN OLD.folded <> NEW.folded AND OLD.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
CREATE INDEX ix_video_transcripts_analysis_id ON video_transcripts (analysis_id);
CREATE INDEX ix_video_transcripts_key ON video_transcripts ("key");
CREATE INDEX ix_scene_subtitles_transcript_id ON scene_subtitles (transcript_id);
CREATE UNIQUE INDEX ix_webhooks_id ON webhooks (id);
CREATE UNIQUE INDEX ix_deliveries_id ON deliveries (id);
CREATE INDEX ix_deliveries_job_id ON deliveries (job_id);
CREATE INDEX ix_deliveries_webhook_num ON deliveries (webhook_id, num);
CREATE INDEX ix_deliveries_next ON deliveries (next_ms) WHERE next_ms IS NOT NULL;
CREATE INDEX ix_telemetry_ts ON telemetry (ts_ms);
CREATE INDEX ix_telemetry_component_ts ON telemetry (component, ts_ms);
CREATE INDEX ix_telemetry_metric_ts ON telemetry (metric, ts_ms);
CREATE INDEX ix_telemetry_job ON telemetry (job_id, num) WHERE job_id IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('videos',2);
INSERT INTO "sqlite_sequence" VALUES('jobs',7);
INSERT INTO "sqlite_sequence" VALUES('events',47);
COMMIT;
CREATE VIRTUAL TABLE job_trigrams USING fts5 (folded, content='job_texts', content_rowid='num', tokenize='trigram', detail='none', columnsize=0);
INSERT INTO job_trigrams (job_trigrams) VALUES ('rebuild');
UPDATE job_texts_indexed SET upto = (SELECT max(num) FROM job_texts);
