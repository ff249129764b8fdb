BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0016');
CREATE TABLE api_keys (
	num INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	prefix VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	scope VARCHAR NOT NULL, 
	user_id VARCHAR, 
	created_ms BIGINT NOT NULL, 
	expires_ms BIGINT, 
	revoked_ms BIGINT, 
	PRIMARY KEY (num)
);
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
INSERT INTO "artifacts" VALUES('c6f27528-3aac-521f-9629-dd1e3be4cd34','f55c766b-a902-4eb0-b5f4-ec262af45188','fetch','source','talk-8.00-99e631ed.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795733940342);
INSERT INTO "artifacts" VALUES('fbd8e1e0-ff80-550d-ae1d-bf6a19bd0b69','6d069e93-64da-4385-aaeb-b82ea9ce6238','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795733940934);
INSERT INTO "artifacts" VALUES('99c18db4-c810-5817-bb55-efa8c353406d','f55c766b-a902-4eb0-b5f4-ec262af45188','scenes','poster','talk-8.00-99e631ed poster.jpg','image/jpeg','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58','.jpg',11470,1795733941479);
INSERT INTO "artifacts" VALUES('29f2b683-4b7a-53e9-bbce-824b33d49d2b','f55c766b-a902-4eb0-b5f4-ec262af45188','scenes','sprite','talk-8.00-99e631ed storyboard.jpg','image/jpeg','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87','.jpg',16618,1795733941479);
INSERT INTO "artifacts" VALUES('e6cd7e0a-1a2f-5a22-b962-2bdfde477aaf','f55c766b-a902-4eb0-b5f4-ec262af45188','audio','audio','talk-8.00-99e631ed.mp3','audio/mpeg','1c9b2f124f171012e7205113e6526ab4722cd903ccdfe333ca3a43afd1475048','.mp3',264266,1795733941873);
INSERT INTO "artifacts" VALUES('a8fd0321-81ea-5098-bd81-13a4d7063653','f55c766b-a902-4eb0-b5f4-ec262af45188','audio','waveform','talk-8.00-99e631ed waveform.json','application/json','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689','.json',1167,1795733941873);
INSERT INTO "artifacts" VALUES('10002e30-964b-5f77-9cc2-5a76549c92cc','f55c766b-a902-4eb0-b5f4-ec262af45188','transcribe','transcript','talk-8.00-99e631ed.srt','application/x-subrip','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97','.srt',214,1795733945534);
INSERT INTO "artifacts" VALUES('538398f2-a80c-5104-a314-fec89231a3b7','f55c766b-a902-4eb0-b5f4-ec262af45188','transcribe','transcript','talk-8.00-99e631ed.vtt','text/vtt','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6','.vtt',216,1795733945534);
INSERT INTO "artifacts" VALUES('da683ccc-58e0-58ed-b617-00600b89dd9e','f55c766b-a902-4eb0-b5f4-ec262af45188','transcribe','transcript','talk-8.00-99e631ed.txt','text/plain','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19','.txt',115,1795733945534);
INSERT INTO "artifacts" VALUES('b9d62d9e-7937-5bb5-905b-1906ff20aa23','f55c766b-a902-4eb0-b5f4-ec262af45188','clips','clip','talk-8.00-99e631ed clip 1.mp4','video/mp4','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4','.mp4',199768,1795733947391);
INSERT INTO "artifacts" VALUES('139029dc-22e7-5323-ad68-4ca0754ade10','f55c766b-a902-4eb0-b5f4-ec262af45188','clips','clip_thumbnail','talk-8.00-99e631ed clip 1.jpg','image/jpeg','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11','.jpg',12447,1795733947391);
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
INSERT INTO "events" VALUES(1,'f55c766b-a902-4eb0-b5f4-ec262af45188',1,'job_moved',1795733940000,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(2,'6d069e93-64da-4385-aaeb-b82ea9ce6238',1,'job_moved',1795733940008,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(3,'f55c766b-a902-4eb0-b5f4-ec262af45188',2,'job_moved',1795733940023,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(4,'6d069e93-64da-4385-aaeb-b82ea9ce6238',2,'job_moved',1795733940030,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(5,'f55c766b-a902-4eb0-b5f4-ec262af45188',3,'stage_moved',1795733940039,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":10.432,"stage_status":"running","waited_s":0.0035040049988310784}');
INSERT INTO "events" VALUES(6,'6d069e93-64da-4385-aaeb-b82ea9ce6238',3,'stage_moved',1795733940079,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":3.6107660260068952,"stage_status":"running","waited_s":0.011072320005041547}');
INSERT INTO "events" VALUES(7,'f55c766b-a902-4eb0-b5f4-ec262af45188',4,'stage_moved',1795733940342,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"fetch","eta_s":6.760011981003219,"stage_status":"completed","cached":false,"work_s":0.26088421999884304,"waited_s":0.0035040049988310784}');
INSERT INTO "events" VALUES(8,'f55c766b-a902-4eb0-b5f4-ec262af45188',5,'stage_moved',1795733940379,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":6.72272129800159,"stage_status":"running","waited_s":0.005800843995530158}');
INSERT INTO "events" VALUES(9,'f55c766b-a902-4eb0-b5f4-ec262af45188',6,'log_line',1795733940589,'{"level":"info","message":"speech audio extracted","stage":"speech","fields":{"duration_s":8.0,"expected_s":8.2}}');
INSERT INTO "events" VALUES(10,'f55c766b-a902-4eb0-b5f4-ec262af45188',7,'stage_moved',1795733940646,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":8.386530109196586,"stage_status":"running","waited_s":0.2519199380039936}');
INSERT INTO "events" VALUES(11,'f55c766b-a902-4eb0-b5f4-ec262af45188',8,'stage_moved',1795733940657,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":8.368140514193486,"stage_status":"completed","cached":false,"work_s":0.2351358559972141,"waited_s":0.005800843995530158}');
INSERT INTO "events" VALUES(12,'f55c766b-a902-4eb0-b5f4-ec262af45188',9,'stage_moved',1795733940705,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"transcribe","eta_s":8.319479772205499,"stage_status":"running","waited_s":0.0020510330068646}');
INSERT INTO "events" VALUES(13,'6d069e93-64da-4385-aaeb-b82ea9ce6238',4,'stage_moved',1795733940934,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"fetch","eta_s":2.594,"stage_status":"completed","cached":false,"work_s":0.8669458410004154,"waited_s":0.011072320005041547}');
INSERT INTO "events" VALUES(14,'f55c766b-a902-4eb0-b5f4-ec262af45188',10,'log_line',1795733941435,'{"level":"info","message":"scenes found","stage":"scenes","fields":{"cuts":0,"focus_points":17}}');
INSERT INTO "events" VALUES(15,'f55c766b-a902-4eb0-b5f4-ec262af45188',11,'stage_moved',1795733941463,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"audio","eta_s":6.241309559008455,"stage_status":"running","waited_s":1.0812559290061472}');
INSERT INTO "events" VALUES(16,'f55c766b-a902-4eb0-b5f4-ec262af45188',12,'stage_moved',1795733941479,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":6.222999536002403,"stage_status":"completed","cached":false,"work_s":0.8192972709948663,"waited_s":0.2519199380039936}');
INSERT INTO "events" VALUES(17,'f55c766b-a902-4eb0-b5f4-ec262af45188',13,'log_line',1795733941826,'{"level":"info","message":"audio extracted","stage":"audio","fields":{"format":"mp3","quality":"high","duration_s":8.232}}');
INSERT INTO "events" VALUES(18,'6d069e93-64da-4385-aaeb-b82ea9ce6238',5,'stage_moved',1795733941854,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"audio","eta_s":1.0795905659917042,"stage_status":"running","waited_s":0.8860546229989268}');
INSERT INTO "events" VALUES(19,'f55c766b-a902-4eb0-b5f4-ec262af45188',14,'stage_moved',1795733941873,'{"status":"processing","progress":0.24692305389802605,"attempt":1,"stage":"audio","eta_s":6.22430498900148,"stage_status":"completed","cached":false,"work_s":0.39031511401117314,"waited_s":1.0812559290061472}');
INSERT INTO "events" VALUES(20,'6d069e93-64da-4385-aaeb-b82ea9ce6238',6,'job_error',1795733941881,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}');
INSERT INTO "events" VALUES(21,'6d069e93-64da-4385-aaeb-b82ea9ce6238',7,'job_moved',1795733941881,'{"status":"failed","progress":0.856353591160221,"attempt":1,"error":{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false},"cause":"fail"}');
INSERT INTO "events" VALUES(22,'f55c766b-a902-4eb0-b5f4-ec262af45188',15,'log_line',1795733943037,'{"level":"info","message":"Loading the whisper model demo","stage":"transcribe","fields":{"device":"cpu","workers":1}}');
INSERT INTO "events" VALUES(23,'f55c766b-a902-4eb0-b5f4-ec262af45188',16,'log_line',1795733943098,'{"level":"info","message":"Transcribing with demo, batched","stage":"transcribe","fields":{"language":"en","probability":1.0}}');
INSERT INTO "events" VALUES(24,'f55c766b-a902-4eb0-b5f4-ec262af45188',17,'segment_transcribed',1795733945446,'{"index":0,"segment":{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8491,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9979},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.9991},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9974},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9987},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.9988},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9985}]}}');
INSERT INTO "events" VALUES(25,'f55c766b-a902-4eb0-b5f4-ec262af45188',18,'segment_transcribed',1795733945469,'{"index":1,"segment":{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7003,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9991},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9982},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9995},{"start_s":4.64,"end_s":4.84,"text":" to","probability":0.9999},{"start_s":4.84,"end_s":5.1,"text":" learn","probability":0.9993},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9956},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9918}]}}');
INSERT INTO "events" VALUES(26,'f55c766b-a902-4eb0-b5f4-ec262af45188',19,'segment_transcribed',1795733945469,'{"index":2,"segment":{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a ran to the r.","confidence":0.7003,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.9921},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9941},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9941},{"start_s":7.77,"end_s":7.777,"text":" a","probability":0.9708},{"start_s":7.777,"end_s":7.79,"text":" ran","probability":0.3171},{"start_s":7.79,"end_s":7.833,"text":" to","probability":0.4141},{"start_s":7.833,"end_s":7.89,"text":" the","probability":0.5284},{"start_s":7.89,"end_s":7.93,"text":" r.","probability":0.6542}]}}');
INSERT INTO "events" VALUES(27,'f55c766b-a902-4eb0-b5f4-ec262af45188',20,'stage_moved',1795733945534,'{"status":"processing","progress":0.5242504436950134,"attempt":1,"stage":"transcribe","eta_s":8.3359810846986,"stage_status":"completed","cached":false,"work_s":4.815559479990043,"waited_s":0.0020510330068646}');
INSERT INTO "events" VALUES(28,'f55c766b-a902-4eb0-b5f4-ec262af45188',21,'stage_moved',1795733945567,'{"status":"processing","progress":0.5242504436950134,"attempt":1,"stage":"analyse","eta_s":8.2976403176971,"stage_status":"running","waited_s":0.004485615994781256}');
INSERT INTO "events" VALUES(29,'f55c766b-a902-4eb0-b5f4-ec262af45188',22,'stage_moved',1795733945583,'{"status":"processing","progress":0.5242504436950134,"attempt":1,"stage":"clips","eta_s":8.294852648697,"stage_status":"running","waited_s":0.007356879999861121}');
INSERT INTO "events" VALUES(30,'f55c766b-a902-4eb0-b5f4-ec262af45188',23,'log_line',1795733946304,'{"level":"info","message":"clips chosen","stage":"clips","fields":{"count":1,"done":0}}');
INSERT INTO "events" VALUES(31,'f55c766b-a902-4eb0-b5f4-ec262af45188',24,'log_line',1795733947339,'{"level":"info","message":"clip cut","stage":"clips","fields":{"index":0,"start_s":3.4,"length_s":4.8}}');
INSERT INTO "events" VALUES(32,'f55c766b-a902-4eb0-b5f4-ec262af45188',25,'clip_cut',1795733947391,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a ran to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a ran to the r.","width":640,"height":360,"artifact_id":"b9d62d9e-7937-5bb5-905b-1906ff20aa23","thumbnail_id":"139029dc-22e7-5323-ad68-4ca0754ade10"}');
INSERT INTO "events" VALUES(33,'f55c766b-a902-4eb0-b5f4-ec262af45188',26,'stage_moved',1795733947427,'{"status":"processing","progress":0.7389001262004214,"attempt":1,"stage":"clips","eta_s":2.8839805420018965,"stage_status":"completed","cached":false,"work_s":1.8415331339929253,"waited_s":0.007356879999861121}');
INSERT INTO "events" VALUES(34,'f55c766b-a902-4eb0-b5f4-ec262af45188',27,'log_line',1795733948125,'{"level":"info","message":"Loading the sentiment model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(35,'f55c766b-a902-4eb0-b5f4-ec262af45188',28,'log_line',1795733951070,'{"level":"info","message":"Loading the spaCy model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(36,'f55c766b-a902-4eb0-b5f4-ec262af45188',29,'stage_moved',1795733952282,'{"status":"processing","progress":0.999,"attempt":1,"stage":"analyse","eta_s":0.0,"stage_status":"completed","cached":false,"work_s":6.705194057998597,"waited_s":0.004485615994781256}');
INSERT INTO "events" VALUES(37,'f55c766b-a902-4eb0-b5f4-ec262af45188',30,'job_moved',1795733952290,'{"status":"completed","progress":1,"attempt":1,"eta_s":0.0,"cause":"complete"}');
INSERT INTO "events" VALUES(38,'66b276f5-6508-4329-b7da-1972efcf3a37',1,'job_moved',1795733952331,'{"status":"pending","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(39,'7780b817-3f07-4324-ac3f-c673737fb934',1,'job_moved',1795733952338,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(40,'3e7054ea-745c-4259-a49c-74cc7d0689a1',1,'job_moved',1795733952348,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(41,'3e7054ea-745c-4259-a49c-74cc7d0689a1',2,'job_moved',1795733952349,'{"status":"cancelled","progress":0,"attempt":0,"cause":"cancel"}');
INSERT INTO "events" VALUES(42,'efd57df8-78cb-41c8-b190-f311afa35f2d',1,'job_moved',1795733952541,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(43,'efd57df8-78cb-41c8-b190-f311afa35f2d',2,'job_moved',1795733952543,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(44,'efd57df8-78cb-41c8-b190-f311afa35f2d',3,'job_error',1795733952544,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}');
INSERT INTO "events" VALUES(45,'efd57df8-78cb-41c8-b190-f311afa35f2d',4,'job_moved',1795733952544,'{"status":"pending","progress":0,"attempt":1,"error":{"code":"rate_limited","message":"later","stage":"fetch","retryable":true},"cause":"postpone","next_attempt_ms":1827269952331}');
INSERT INTO "events" VALUES(46,'7a46e278-887e-41db-9d33-79073815dbe1',1,'job_moved',1795733952555,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(47,'7a46e278-887e-41db-9d33-79073815dbe1',2,'job_moved',1795733952558,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
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
INSERT INTO "flags" VALUES('written','{"at_ms":1795733938116}');
INSERT INTO "flags" VALUES('database','{"id":"6f3406da05ad49d69a6521b55f0e2e38"}');
INSERT INTO "flags" VALUES('queue','{"paused":true,"draining":false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms":1827269952331}');
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
INSERT INTO "job_stages" VALUES('f55c766b-a902-4eb0-b5f4-ec262af45188','fetch','completed',1.0,'fetch-9bc44961fd3dd35ef0176b5a6bcdb48e36497538275a68a5a2b695acd58d1ab7',0,1795733940039,2.60884219998843036592e-01,0,3.50400499883107841014e-03);
INSERT INTO "job_stages" VALUES('f55c766b-a902-4eb0-b5f4-ec262af45188','audio','completed',1.0,'audio-1991a76f5b9c108efa62a867839314efef77ee94741b901f9ad07bf9d2d4bf7f',0,1795733941463,3.90315114011173136532e-01,0,1.08125592900614719837e+00);
INSERT INTO "job_stages" VALUES('f55c766b-a902-4eb0-b5f4-ec262af45188','speech','completed',1.0,'speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6',0,1795733940379,2.35135855997214093804e-01,0,5.80084399553015828132e-03);
INSERT INTO "job_stages" VALUES('f55c766b-a902-4eb0-b5f4-ec262af45188','scenes','completed',1.0,'scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705',0,1795733940646,8.19297270994866266846e-01,0,2.51919938003993593156e-01);
INSERT INTO "job_stages" VALUES('f55c766b-a902-4eb0-b5f4-ec262af45188','transcribe','completed',1.0,'transcribe-4d10a1c09662238c6b9129841c9f2e9b5e886841ff2c8d829461cc73d0b94e7e',0,1795733940705,4.81555947999004274606e+00,3,0.0020510330068646);
INSERT INTO "job_stages" VALUES('f55c766b-a902-4eb0-b5f4-ec262af45188','analyse','completed',1.0,'analyse-d22a123afb603a87cadc5fbcb24d6b8b7929b6ff396924795cc7dde478548d85',0,1795733945567,6.70519405799859669059e+00,0,4.48561599478125572204e-03);
INSERT INTO "job_stages" VALUES('f55c766b-a902-4eb0-b5f4-ec262af45188','clips','completed',1.0,'clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,1795733945583,1.84153313399292528629e+00,1,7.35687999986112117767e-03);
INSERT INTO "job_stages" VALUES('6d069e93-64da-4385-aaeb-b82ea9ce6238','fetch','completed',1.0,'fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d',0,1795733940079,8.66945841000415384769e-01,0,1.10723200050415471196e-02);
INSERT INTO "job_stages" VALUES('6d069e93-64da-4385-aaeb-b82ea9ce6238','audio','failed',0.0,'audio-93cfd6eccd62f2fd92151675255c5e26b56115e7c0e52e781840bd0856e9d4e4',0,1795733941854,NULL,0,8.86054622998926788568e-01);
INSERT INTO "job_stages" VALUES('efd57df8-78cb-41c8-b190-f311afa35f2d','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('efd57df8-78cb-41c8-b190-f311afa35f2d','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('efd57df8-78cb-41c8-b190-f311afa35f2d','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('efd57df8-78cb-41c8-b190-f311afa35f2d','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('efd57df8-78cb-41c8-b190-f311afa35f2d','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('7a46e278-887e-41db-9d33-79073815dbe1','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('7a46e278-887e-41db-9d33-79073815dbe1','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('7a46e278-887e-41db-9d33-79073815dbe1','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE job_texts (
	num INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "job_texts" VALUES(1,'talk-8.00-99e631ed
f55c766b-a902-4eb0-b5f4-ec262af45188
ada');
INSERT INTO "job_texts" VALUES(2,'silent-94500712
6d069e93-64da-4385-aaeb-b82ea9ce6238');
INSERT INTO "job_texts" VALUES(3,'talk-8.00-99e631ed
66b276f5-6508-4329-b7da-1972efcf3a37');
INSERT INTO "job_texts" VALUES(4,'talk-8.00-99e631ed
7780b817-3f07-4324-ac3f-c673737fb934');
INSERT INTO "job_texts" VALUES(5,'talk-8.00-99e631ed
3e7054ea-745c-4259-a49c-74cc7d0689a1');
INSERT INTO "job_texts" VALUES(6,'talk-8.00-99e631ed
efd57df8-78cb-41c8-b190-f311afa35f2d');
INSERT INTO "job_texts" VALUES(7,'talk-8.00-99e631ed
7a46e278-887e-41db-9d33-79073815dbe1');
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
	due_ms BIGINT, meta_bytes INTEGER, deaths JSON DEFAULT '{}' NOT NULL, worker_id VARCHAR, lease_until_ms BIGINT, placed BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT uq_jobs_idempotency UNIQUE (idempotency_key)
);
INSERT INTO "jobs" VALUES(1,'f55c766b-a902-4eb0-b5f4-ec262af45188',NULL,'40781034-e136-4293-b08e-6c4cf87e3512','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795730940000,'{"audio_format":"mp3","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":5.0,"overlap_duration":2.0,"max_clips":1,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{"from":"us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-99e631ed',8.2,NULL,NULL,1,NULL,1795733940000,1795733952322,1795733940000,1795733940023,1795733952290,NULL,NULL,'{}',NULL,NULL,0);
INSERT INTO "jobs" VALUES(2,'6d069e93-64da-4385-aaeb-b82ea9ce6238',NULL,'179535e8-3d7b-4671-ae16-acd98686dfbc','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795730940008,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795733940008,1795733941881,1795733940008,1795733940030,1795733941881,NULL,NULL,'{}',NULL,NULL,0);
INSERT INTO "jobs" VALUES(3,'66b276f5-6508-4329-b7da-1972efcf3a37',NULL,'40781034-e136-4293-b08e-6c4cf87e3512','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827266952331,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-99e631ed',8.2,NULL,NULL,0,NULL,1795733952331,1795733952331,NULL,NULL,NULL,1827269952331,NULL,'{}',NULL,NULL,0);
INSERT INTO "jobs" VALUES(4,'7780b817-3f07-4324-ac3f-c673737fb934',NULL,'40781034-e136-4293-b08e-6c4cf87e3512','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795730952338,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-99e631ed',8.2,'key','hash',0,NULL,1795733952338,1795733952338,1795733952338,NULL,NULL,NULL,NULL,'{}',NULL,NULL,0);
INSERT INTO "jobs" VALUES(5,'3e7054ea-745c-4259-a49c-74cc7d0689a1',NULL,'40781034-e136-4293-b08e-6c4cf87e3512','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795728552348,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-99e631ed',8.2,NULL,NULL,0,NULL,1795733952348,1795733952349,1795733952348,NULL,1795733952349,NULL,NULL,'{}',NULL,NULL,0);
INSERT INTO "jobs" VALUES(6,'efd57df8-78cb-41c8-b190-f311afa35f2d',NULL,'40781034-e136-4293-b08e-6c4cf87e3512','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795730952541,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}','[]',4,'talk-8.00-99e631ed',8.2,NULL,NULL,0,NULL,1795733952541,1795733952544,1795733952541,1795733952543,NULL,1827269952331,NULL,'{}',NULL,NULL,0);
INSERT INTO "jobs" VALUES(7,'7a46e278-887e-41db-9d33-79073815dbe1',NULL,'40781034-e136-4293-b08e-6c4cf87e3512','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795730952555,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-99e631ed',8.2,NULL,NULL,0,NULL,1795733952555,1795733952558,1795733952555,1795733952558,NULL,NULL,NULL,'{}','67468ac9953e05c7',1795733967558,0);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-9bc44961fd3dd35ef0176b5a6bcdb48e36497538275a68a5a2b695acd58d1ab7','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed',256046);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480',1150);
INSERT INTO "key_blobs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58',11470);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87',16618);
INSERT INTO "key_blobs" VALUES('audio-1991a76f5b9c108efa62a867839314efef77ee94741b901f9ad07bf9d2d4bf7f','1c9b2f124f171012e7205113e6526ab4722cd903ccdfe333ca3a43afd1475048',264266);
INSERT INTO "key_blobs" VALUES('audio-1991a76f5b9c108efa62a867839314efef77ee94741b901f9ad07bf9d2d4bf7f','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689',1167);
INSERT INTO "key_blobs" VALUES('transcribe-4d10a1c09662238c6b9129841c9f2e9b5e886841ff2c8d829461cc73d0b94e7e','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97',214);
INSERT INTO "key_blobs" VALUES('transcribe-4d10a1c09662238c6b9129841c9f2e9b5e886841ff2c8d829461cc73d0b94e7e','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6',216);
INSERT INTO "key_blobs" VALUES('transcribe-4d10a1c09662238c6b9129841c9f2e9b5e886841ff2c8d829461cc73d0b94e7e','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19',115);
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
INSERT INTO "outputs" VALUES('fetch-9bc44961fd3dd35ef0176b5a6bcdb48e36497538275a68a5a2b695acd58d1ab7','fetch','{"source":{"sha256":"20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd","size_bytes":201315,"suffix":".mp4"},"media":{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2},"title":"talk-8.00-99e631ed","uploader":null,"webpage_url":null,"chapters":[],"thumbnail":null,"validators":null}','[]',2.60884219998843036592e-01,1795733940299);
INSERT INTO "outputs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','speech','{"pcm":{"sha256":"2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed","size_bytes":256046,"suffix":".wav"},"duration_s":8.0000625,"waveform":{"sha256":"4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480","size_bytes":1150,"suffix":".json"}}','[]',2.35135855997214093804e-01,1795733940614);
INSERT INTO "outputs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','fetch','{"source":{"sha256":"a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594","size_bytes":69966,"suffix":".mp4"},"media":{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1},"title":"silent-94500712","uploader":null,"webpage_url":null,"chapters":[],"thumbnail":null,"validators":null}','[]',8.66945841000415384769e-01,1795733940915);
INSERT INTO "outputs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','scenes','{"has_video":true,"cuts":[],"poster":{"sha256":"735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58","size_bytes":11470,"suffix":".jpg"},"sprite":{"image":{"sha256":"cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87","size_bytes":16618,"suffix":".jpg"},"columns":9,"rows":1,"count":9,"interval_s":1.0,"tile_width":160,"tile_height":90},"focus":[[0.25,0.0972,0.702],[0.75,0.1236,0.7359],[1.25,0.13,0.7314],[1.75,0.1569,0.7358],[2.25,0.2047,0.7044],[2.75,0.2462,0.6418],[3.25,0.2848,0.6214],[3.75,0.3398,0.6207],[4.25,0.3952,0.5913],[4.75,0.4448,0.5573],[5.25,0.4994,0.5482],[5.75,0.5598,0.5318],[6.25,0.6083,0.4932],[6.75,0.6503,0.4783],[7.25,0.7373,0.4742],[7.75,0.7706,0.446],[8.25,0.7897,0.4163]],"picture":{"flashes":[],"black":[],"freeze":[]},"samples":[]}','[]',8.19297270994866266846e-01,1795733941444);
INSERT INTO "outputs" VALUES('audio-1991a76f5b9c108efa62a867839314efef77ee94741b901f9ad07bf9d2d4bf7f','audio','{"audio":{"sha256":"1c9b2f124f171012e7205113e6526ab4722cd903ccdfe333ca3a43afd1475048","size_bytes":264266,"suffix":".mp3"},"duration_s":8.232,"media_type":"audio/mpeg","waveform":{"sha256":"c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689","size_bytes":1167,"suffix":".json"}}','[]',3.90315114011173136532e-01,1795733941844);
INSERT INTO "outputs" VALUES('transcribe-4d10a1c09662238c6b9129841c9f2e9b5e886841ff2c8d829461cc73d0b94e7e','transcribe','{"language":"en","language_probability":1.0,"model":"demo","decoding":"batched","segment_count":3,"engine":"whisper","response_id":null,"srt":{"sha256":"fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97","size_bytes":214,"suffix":".srt"},"vtt":{"sha256":"7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6","size_bytes":216,"suffix":".vtt"},"txt":{"sha256":"a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19","size_bytes":115,"suffix":".txt"}}','[]',4.81555947999004274606e+00,1795733945521);
INSERT INTO "outputs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','clips','{"clip_count":1}','[]',1.84153313399292528629e+00,1795733947406);
INSERT INTO "outputs" VALUES('analyse-d22a123afb603a87cadc5fbcb24d6b8b7929b6ff396924795cc7dde478548d85','analyse','{"sentiment":"neutral","sentiment_scores":{"positive":0.0159,"neutral":0.9664,"negative":0.0177},"segment_sentiments":[{"index":0,"label":"neutral","score":-0.0024,"start_s":0.59},{"index":1,"label":"neutral","score":-0.002,"start_s":3.62},{"index":2,"label":"neutral","score":0.0004,"start_s":6.95}],"topics":["Space, ran, r."],"keywords":[{"text":"space","score":1.0},{"text":"Tesla","score":0.7815},{"text":"ran","score":0.6094}],"entities":[{"text":"Today","label":"DATE","count":1},{"text":"Tesla","label":"ORG","count":1}],"models":{"sentiment":"demo","entities":"demo","keywords":"YAKE 0.7.3, words by demo","topics":"pauses and cohesion, words by demo"}}','[]',6.70519405799859669059e+00,1795733952274);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-4d10a1c09662238c6b9129841c9f2e9b5e886841ff2c8d829461cc73d0b94e7e',0,'{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8491,"no_speech_probability":0.0,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9979},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.9991},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9974},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9987},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.9988},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9985}],"flags":[]}');
INSERT INTO "pieces" VALUES('transcribe-4d10a1c09662238c6b9129841c9f2e9b5e886841ff2c8d829461cc73d0b94e7e',1,'{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7003,"no_speech_probability":0.0,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9991},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9982},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9995},{"start_s":4.64,"end_s":4.84,"text":" to","probability":0.9999},{"start_s":4.84,"end_s":5.1,"text":" learn","probability":0.9993},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9956},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9918}],"flags":[]}');
INSERT INTO "pieces" VALUES('transcribe-4d10a1c09662238c6b9129841c9f2e9b5e886841ff2c8d829461cc73d0b94e7e',2,'{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a ran to the r.","confidence":0.7003,"no_speech_probability":0.0,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.9921},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9941},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9941},{"start_s":7.77,"end_s":7.777,"text":" a","probability":0.9708},{"start_s":7.777,"end_s":7.79,"text":" ran","probability":0.3171},{"start_s":7.79,"end_s":7.833,"text":" to","probability":0.4141},{"start_s":7.833,"end_s":7.89,"text":" the","probability":0.5284},{"start_s":7.89,"end_s":7.93,"text":" r.","probability":0.6542}],"flags":[]}');
INSERT INTO "pieces" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a ran to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a ran to the r.","video":{"sha256":"0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4","size_bytes":199768,"suffix":".mp4"},"thumbnail":{"sha256":"4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11","size_bytes":12447,"suffix":".jpg"},"width":640,"height":360}');
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',2.32644034640277191927e-01,2);
INSERT INTO "rates" VALUES('speech','',2.86751043899041609119e-02,1);
INSERT INTO "rates" VALUES('scenes','',9.99143013408373553696e-02,1);
INSERT INTO "rates" VALUES('audio','',4.75994041477040483179e-02,1);
INSERT INTO "rates" VALUES('transcribe','demo',0.587263351218298,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',3.68306626798585057258e-01,1);
INSERT INTO "rates" VALUES('analyse','demo',8.17706592438853352433e-01,1);
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
INSERT INTO "videos" VALUES(1,'40781034-e136-4293-b08e-6c4cf87e3512',NULL,'talk-8.00-99e631ed.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2}',NULL,'talk-8.00-99e631ed.mp4
40781034-e136-4293-b08e-6c4cf87e3512',NULL,1795733939884,1795733939884);
INSERT INTO "videos" VALUES(2,'179535e8-3d7b-4671-ae16-acd98686dfbc',NULL,'silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1}',NULL,'silent-94500712.mp4
179535e8-3d7b-4671-ae16-acd98686dfbc',NULL,1795733939999,1795733939999);
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
CREATE UNIQUE INDEX ix_api_keys_id ON api_keys (id);
CREATE UNIQUE INDEX ix_api_keys_digest ON api_keys (digest);
CREATE UNIQUE INDEX uq_api_keys_name ON api_keys (name) WHERE revoked_ms IS NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('videos',2);
INSERT INTO "sqlite_sequence" VALUES('jobs',7);
INSERT INTO "sqlite_sequence" VALUES('events',47);
COMMIT;
CREATE VIRTUAL TABLE job_trigrams USING fts5 (folded, content='job_texts', content_rowid='num', tokenize='trigram', detail='none', columnsize=0);
INSERT INTO job_trigrams (job_trigrams) VALUES ('rebuild');
UPDATE job_texts_indexed SET upto = (SELECT max(num) FROM job_texts);
