BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0011');
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
INSERT INTO "artifacts" VALUES('7738aedb-c720-5a09-a66c-909b036f69e2','8cc9e231-c74b-433a-8a08-e4dc70f9214c','fetch','source','talk-8.00-90227450.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795722427972);
INSERT INTO "artifacts" VALUES('3035ad10-063c-553e-b1b7-222150d7f94d','1c08be0d-d1cb-496e-8342-7510397ee6b8','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795722429034);
INSERT INTO "artifacts" VALUES('c974e7d4-7421-528c-8e89-83d0d0366c1f','8cc9e231-c74b-433a-8a08-e4dc70f9214c','scenes','poster','talk-8.00-90227450 poster.jpg','image/jpeg','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58','.jpg',11470,1795722429434);
INSERT INTO "artifacts" VALUES('e14a7036-c009-50ba-b75c-a1f31d7d1b4b','8cc9e231-c74b-433a-8a08-e4dc70f9214c','scenes','sprite','talk-8.00-90227450 storyboard.jpg','image/jpeg','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87','.jpg',16618,1795722429434);
INSERT INTO "artifacts" VALUES('1ee7e84e-fd66-58d8-a29d-61d78753da0d','8cc9e231-c74b-433a-8a08-e4dc70f9214c','audio','audio','talk-8.00-90227450.mp3','audio/mpeg','bb3ceb182fc374123f7aab21cab41b4bce770ae25f6be3a25051b460a7d47ef1','.mp3',264266,1795722429804);
INSERT INTO "artifacts" VALUES('3b1f6f1b-7501-57c6-8ff7-880ed0c30b0d','8cc9e231-c74b-433a-8a08-e4dc70f9214c','audio','waveform','talk-8.00-90227450 waveform.json','application/json','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689','.json',1167,1795722429804);
INSERT INTO "artifacts" VALUES('05967970-2d11-5b15-9bf8-592cd071ca3e','8cc9e231-c74b-433a-8a08-e4dc70f9214c','transcribe','transcript','talk-8.00-90227450.srt','application/x-subrip','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97','.srt',214,1795722431509);
INSERT INTO "artifacts" VALUES('8b516e6f-46a8-5e77-9b54-7645b9123f32','8cc9e231-c74b-433a-8a08-e4dc70f9214c','transcribe','transcript','talk-8.00-90227450.vtt','text/vtt','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6','.vtt',216,1795722431509);
INSERT INTO "artifacts" VALUES('4b93f8c3-b0ec-5f43-8c7c-6a4aa2b92ee6','8cc9e231-c74b-433a-8a08-e4dc70f9214c','transcribe','transcript','talk-8.00-90227450.txt','text/plain','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19','.txt',115,1795722431509);
INSERT INTO "artifacts" VALUES('5750aa22-4958-5046-8514-2a96487be714','8cc9e231-c74b-433a-8a08-e4dc70f9214c','clips','clip','talk-8.00-90227450 clip 1.mp4','video/mp4','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4','.mp4',199768,1795722432901);
INSERT INTO "artifacts" VALUES('84e9f714-d386-5d62-9e09-d50acb48d4df','8cc9e231-c74b-433a-8a08-e4dc70f9214c','clips','clip_thumbnail','talk-8.00-90227450 clip 1.jpg','image/jpeg','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11','.jpg',12447,1795722432901);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',1,'job_moved',1795722427708,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(2,'1c08be0d-d1cb-496e-8342-7510397ee6b8',1,'job_moved',1795722427714,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(3,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',2,'job_moved',1795722427724,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(4,'1c08be0d-d1cb-496e-8342-7510397ee6b8',2,'job_moved',1795722427731,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(5,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',3,'stage_moved',1795722427744,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":10.432,"stage_status":"running","waited_s":0.0027202790006413125}');
INSERT INTO "events" VALUES(6,'1c08be0d-d1cb-496e-8342-7510397ee6b8',3,'stage_moved',1795722427744,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":3.6197944239948994,"stage_status":"running","waited_s":0.002728220002609305}');
INSERT INTO "events" VALUES(7,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',4,'stage_moved',1795722427972,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"fetch","eta_s":10.203668731998944,"stage_status":"completed","cached":false,"work_s":0.2154860890004784,"waited_s":0.0027202790006413125}');
INSERT INTO "events" VALUES(8,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',5,'stage_moved',1795722427996,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":6.811999999999999,"stage_status":"running","waited_s":0.0032837779945111834}');
INSERT INTO "events" VALUES(9,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',6,'log_line',1795722428344,'{"level":"info","message":"speech audio extracted","stage":"speech","fields":{"duration_s":8.0,"expected_s":8.2}}');
INSERT INTO "events" VALUES(10,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',7,'stage_moved',1795722428412,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":6.8403989753136605,"stage_status":"running","waited_s":0.41469361399504123}');
INSERT INTO "events" VALUES(11,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',8,'stage_moved',1795722428414,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":6.839303875313276,"stage_status":"completed","cached":false,"work_s":0.39529529100400396,"waited_s":0.0032837779945111834}');
INSERT INTO "events" VALUES(12,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',9,'stage_moved',1795722428443,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"transcribe","eta_s":6.808173220313988,"stage_status":"running","waited_s":0.0025047780000022613}');
INSERT INTO "events" VALUES(13,'1c08be0d-d1cb-496e-8342-7510397ee6b8',4,'stage_moved',1795722429034,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"fetch","eta_s":3.464794677999744,"stage_status":"completed","cached":false,"work_s":1.2724028619995806,"waited_s":0.002728220002609305}');
INSERT INTO "events" VALUES(14,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',10,'log_line',1795722429370,'{"level":"info","message":"scenes found","stage":"scenes","fields":{"cuts":0,"focus_points":17}}');
INSERT INTO "events" VALUES(15,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',11,'stage_moved',1795722429422,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"audio","eta_s":6.2279404300054875,"stage_status":"running","waited_s":1.4204487429960864}');
INSERT INTO "events" VALUES(16,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',12,'stage_moved',1795722429434,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":6.206991660000581,"stage_status":"completed","cached":false,"work_s":0.9997829299973091,"waited_s":0.41469361399504123}');
INSERT INTO "events" VALUES(17,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',13,'log_line',1795722429735,'{"level":"info","message":"audio extracted","stage":"audio","fields":{"format":"mp3","quality":"high","duration_s":8.232}}');
INSERT INTO "events" VALUES(18,'1c08be0d-d1cb-496e-8342-7510397ee6b8',5,'stage_moved',1795722429787,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"audio","eta_s":1.0466088549957493,"stage_status":"running","waited_s":0.7193252920042141}');
INSERT INTO "events" VALUES(19,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',14,'stage_moved',1795722429804,'{"status":"processing","progress":0.2439761654055768,"attempt":1,"stage":"audio","eta_s":6.194126380999746,"stage_status":"completed","cached":false,"work_s":0.36399740299384575,"waited_s":1.4204487429960864}');
INSERT INTO "events" VALUES(20,'1c08be0d-d1cb-496e-8342-7510397ee6b8',6,'job_error',1795722429822,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}');
INSERT INTO "events" VALUES(21,'1c08be0d-d1cb-496e-8342-7510397ee6b8',7,'job_moved',1795722429822,'{"status":"failed","progress":0.856353591160221,"attempt":1,"error":{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false},"cause":"fail"}');
INSERT INTO "events" VALUES(22,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',15,'log_line',1795722430158,'{"level":"info","message":"Loading the whisper model demo","stage":"transcribe","fields":{"device":"cpu","workers":1}}');
INSERT INTO "events" VALUES(23,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',16,'log_line',1795722430200,'{"level":"info","message":"Transcribing with demo, batched","stage":"transcribe","fields":{"language":"en","probability":1.0}}');
INSERT INTO "events" VALUES(24,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',17,'segment_transcribed',1795722431463,'{"index":0,"segment":{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8491,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9979},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.9991},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9974},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9987},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.9988},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9985}]}}');
INSERT INTO "events" VALUES(25,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',18,'segment_transcribed',1795722431474,'{"index":1,"segment":{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7003,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9991},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9982},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9995},{"start_s":4.64,"end_s":4.84,"text":" to","probability":0.9999},{"start_s":4.84,"end_s":5.1,"text":" learn","probability":0.9993},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9956},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9918}]}}');
INSERT INTO "events" VALUES(26,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',19,'segment_transcribed',1795722431477,'{"index":2,"segment":{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a ran to the r.","confidence":0.7003,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.9921},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9941},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9941},{"start_s":7.77,"end_s":7.777,"text":" a","probability":0.9708},{"start_s":7.777,"end_s":7.79,"text":" ran","probability":0.3171},{"start_s":7.79,"end_s":7.833,"text":" to","probability":0.4141},{"start_s":7.833,"end_s":7.89,"text":" the","probability":0.5284},{"start_s":7.89,"end_s":7.93,"text":" r.","probability":0.6542}]}}');
INSERT INTO "events" VALUES(27,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',20,'stage_moved',1795722431509,'{"status":"processing","progress":0.522388773516395,"attempt":1,"stage":"transcribe","eta_s":6.437745012434446,"stage_status":"completed","cached":false,"work_s":3.0792294640050386,"waited_s":0.0025047780000022613}');
INSERT INTO "events" VALUES(28,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',21,'stage_moved',1795722431518,'{"status":"processing","progress":0.522388773516395,"attempt":1,"stage":"clips","eta_s":6.4293179604325115,"stage_status":"running","waited_s":0.00245438300044043}');
INSERT INTO "events" VALUES(29,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',22,'stage_moved',1795722431526,'{"status":"processing","progress":0.522388773516395,"attempt":1,"stage":"analyse","eta_s":6.420183344435484,"stage_status":"running","waited_s":0.0011214490004931577}');
INSERT INTO "events" VALUES(30,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',23,'log_line',1795722431957,'{"level":"info","message":"clips chosen","stage":"clips","fields":{"count":1,"done":0}}');
INSERT INTO "events" VALUES(31,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',24,'log_line',1795722432870,'{"level":"info","message":"clip cut","stage":"clips","fields":{"index":0,"start_s":3.4,"length_s":4.8}}');
INSERT INTO "events" VALUES(32,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',25,'clip_cut',1795722432901,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a ran to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a ran to the r.","width":640,"height":360,"artifact_id":"5750aa22-4958-5046-8514-2a96487be714","thumbnail_id":"84e9f714-d386-5d62-9e09-d50acb48d4df"}');
INSERT INTO "events" VALUES(33,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',26,'stage_moved',1795722432932,'{"status":"processing","progress":0.7378784082770903,"attempt":1,"stage":"clips","eta_s":2.9433802030060323,"stage_status":"completed","cached":false,"work_s":1.4116407229957986,"waited_s":0.00245438300044043}');
INSERT INTO "events" VALUES(34,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',27,'log_line',1795722433243,'{"level":"info","message":"Loading the sentiment model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(35,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',28,'log_line',1795722435254,'{"level":"info","message":"Loading the spaCy model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(36,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',29,'stage_moved',1795722436035,'{"status":"processing","progress":0.999,"attempt":1,"stage":"analyse","eta_s":0.0,"stage_status":"completed","cached":false,"work_s":4.506751450004231,"waited_s":0.0011214490004931577}');
INSERT INTO "events" VALUES(37,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',30,'job_moved',1795722436037,'{"status":"completed","progress":1,"attempt":1,"eta_s":0.0,"cause":"complete"}');
INSERT INTO "events" VALUES(38,'8e77980b-82ca-4cfb-b44b-a97e223477b7',1,'job_moved',1795722436047,'{"status":"pending","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(39,'56581d11-3423-4bd9-8596-87218223122e',1,'job_moved',1795722436049,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(40,'370cfbe9-9d6c-4131-b390-9f9ef9c1efce',1,'job_moved',1795722436052,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(41,'370cfbe9-9d6c-4131-b390-9f9ef9c1efce',2,'job_moved',1795722436054,'{"status":"cancelled","progress":0,"attempt":0,"cause":"cancel"}');
INSERT INTO "events" VALUES(42,'878156a9-7b3e-44e2-b130-2c9f4905c3c8',1,'job_moved',1795722436056,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(43,'878156a9-7b3e-44e2-b130-2c9f4905c3c8',2,'job_moved',1795722436057,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(44,'878156a9-7b3e-44e2-b130-2c9f4905c3c8',3,'job_error',1795722436058,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}');
INSERT INTO "events" VALUES(45,'878156a9-7b3e-44e2-b130-2c9f4905c3c8',4,'job_moved',1795722436058,'{"status":"pending","progress":0,"attempt":1,"error":{"code":"rate_limited","message":"later","stage":"fetch","retryable":true},"cause":"postpone","next_attempt_ms":1827258436047}');
INSERT INTO "events" VALUES(46,'0ac6ee02-badd-4443-89dd-c53e74f91274',1,'job_moved',1795722436064,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(47,'0ac6ee02-badd-4443-89dd-c53e74f91274',2,'job_moved',1795722436065,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
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
INSERT INTO "flags" VALUES('written','{"at_ms":1795722426315}');
INSERT INTO "flags" VALUES('database','{"id":"c54f24d0337b4d7ca347bf95f885b1b8"}');
INSERT INTO "flags" VALUES('queue','{"paused":true,"draining":false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms":1827258436047}');
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
INSERT INTO "job_stages" VALUES('8cc9e231-c74b-433a-8a08-e4dc70f9214c','fetch','completed',1.0,'fetch-14d0a0bbb2a98e2029e2c29ca7c226f783017d236f6c7407850824122a9cffd8',0,1795722427744,2.15486089000478386878e-01,0,2.72027900064131245017e-03);
INSERT INTO "job_stages" VALUES('8cc9e231-c74b-433a-8a08-e4dc70f9214c','audio','completed',1.0,'audio-98dacb7754a10b8e0533979b861161bf6d07f862240f5c706c8f88d6204a57cd',0,1795722429422,3.63997402993845753371e-01,0,1.42044874299608636647e+00);
INSERT INTO "job_stages" VALUES('8cc9e231-c74b-433a-8a08-e4dc70f9214c','speech','completed',1.0,'speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6',0,1795722427996,3.95295291004003956913e-01,0,3.28377799451118335127e-03);
INSERT INTO "job_stages" VALUES('8cc9e231-c74b-433a-8a08-e4dc70f9214c','scenes','completed',1.0,'scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705',0,1795722428412,9.99782929997309111058e-01,0,4.14693613995041232556e-01);
INSERT INTO "job_stages" VALUES('8cc9e231-c74b-433a-8a08-e4dc70f9214c','transcribe','completed',1.0,'transcribe-909a8c999532c7ee8544ab184c2d2e640b44d28f4a26aa3e75a03880408a6113',0,1795722428443,3.07922946400503860786e+00,3,2.50477800000226125121e-03);
INSERT INTO "job_stages" VALUES('8cc9e231-c74b-433a-8a08-e4dc70f9214c','analyse','completed',1.0,'analyse-cb97faf79e5d7fe21dda0daae695f1016ef0adf6c199018dbd841a4c17ac66f8',0,1795722431526,4.50675145000423071905e+00,0,1.121449000493157655e-03);
INSERT INTO "job_stages" VALUES('8cc9e231-c74b-433a-8a08-e4dc70f9214c','clips','completed',1.0,'clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,1795722431518,1.41164072299579856917e+00,1,0.00245438300044043);
INSERT INTO "job_stages" VALUES('1c08be0d-d1cb-496e-8342-7510397ee6b8','fetch','completed',1.0,'fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d',0,1795722427744,1.27240286199958063662e+00,0,2.72822000260930508375e-03);
INSERT INTO "job_stages" VALUES('1c08be0d-d1cb-496e-8342-7510397ee6b8','audio','failed',0.0,'audio-93cfd6eccd62f2fd92151675255c5e26b56115e7c0e52e781840bd0856e9d4e4',0,1795722429787,NULL,0,7.19325292004214134067e-01);
INSERT INTO "job_stages" VALUES('878156a9-7b3e-44e2-b130-2c9f4905c3c8','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('878156a9-7b3e-44e2-b130-2c9f4905c3c8','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('878156a9-7b3e-44e2-b130-2c9f4905c3c8','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('878156a9-7b3e-44e2-b130-2c9f4905c3c8','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('878156a9-7b3e-44e2-b130-2c9f4905c3c8','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('0ac6ee02-badd-4443-89dd-c53e74f91274','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('0ac6ee02-badd-4443-89dd-c53e74f91274','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('0ac6ee02-badd-4443-89dd-c53e74f91274','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE job_texts (
	num INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "job_texts" VALUES(1,'talk-8.00-90227450
8cc9e231-c74b-433a-8a08-e4dc70f9214c
ada');
INSERT INTO "job_texts" VALUES(2,'silent-94500712
1c08be0d-d1cb-496e-8342-7510397ee6b8');
INSERT INTO "job_texts" VALUES(3,'talk-8.00-90227450
8e77980b-82ca-4cfb-b44b-a97e223477b7');
INSERT INTO "job_texts" VALUES(4,'talk-8.00-90227450
56581d11-3423-4bd9-8596-87218223122e');
INSERT INTO "job_texts" VALUES(5,'talk-8.00-90227450
370cfbe9-9d6c-4131-b390-9f9ef9c1efce');
INSERT INTO "job_texts" VALUES(6,'talk-8.00-90227450
878156a9-7b3e-44e2-b130-2c9f4905c3c8');
INSERT INTO "job_texts" VALUES(7,'talk-8.00-90227450
0ac6ee02-badd-4443-89dd-c53e74f91274');
CREATE TABLE job_texts_indexed (upto INTEGER NOT NULL);
INSERT INTO "job_texts_indexed" VALUES(0);
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
INSERT INTO "jobs" VALUES(1,'8cc9e231-c74b-433a-8a08-e4dc70f9214c',NULL,'7ad84e34-ec79-44f2-a79f-39954c13bd82','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795719427708,'{"audio_format":"mp3","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":5.0,"overlap_duration":2.0,"max_clips":1,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{"from":"us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-90227450',8.2,NULL,NULL,1,NULL,1795722427708,1795722436046,1795722427708,1795722427724,1795722436037,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(2,'1c08be0d-d1cb-496e-8342-7510397ee6b8',NULL,'685b1a4e-9072-446f-ab35-768a11932d88','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795719427714,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795722427714,1795722429822,1795722427714,1795722427731,1795722429822,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(3,'8e77980b-82ca-4cfb-b44b-a97e223477b7',NULL,'7ad84e34-ec79-44f2-a79f-39954c13bd82','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827255436047,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-90227450',8.2,NULL,NULL,0,NULL,1795722436047,1795722436047,NULL,NULL,NULL,1827258436047,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(4,'56581d11-3423-4bd9-8596-87218223122e',NULL,'7ad84e34-ec79-44f2-a79f-39954c13bd82','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795719436049,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-90227450',8.2,'key','hash',0,NULL,1795722436049,1795722436049,1795722436049,NULL,NULL,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(5,'370cfbe9-9d6c-4131-b390-9f9ef9c1efce',NULL,'7ad84e34-ec79-44f2-a79f-39954c13bd82','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795717036052,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-90227450',8.2,NULL,NULL,0,NULL,1795722436052,1795722436054,1795722436052,NULL,1795722436054,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(6,'878156a9-7b3e-44e2-b130-2c9f4905c3c8',NULL,'7ad84e34-ec79-44f2-a79f-39954c13bd82','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795719436056,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}','[]',4,'talk-8.00-90227450',8.2,NULL,NULL,0,NULL,1795722436056,1795722436058,1795722436056,1795722436057,NULL,1827258436047,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(7,'0ac6ee02-badd-4443-89dd-c53e74f91274',NULL,'7ad84e34-ec79-44f2-a79f-39954c13bd82','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795719436064,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-90227450',8.2,NULL,NULL,0,NULL,1795722436064,1795722436065,1795722436064,1795722436065,NULL,NULL,NULL,'{}','0ba25e6f258b7365',1795722451065);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-14d0a0bbb2a98e2029e2c29ca7c226f783017d236f6c7407850824122a9cffd8','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed',256046);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480',1150);
INSERT INTO "key_blobs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58',11470);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87',16618);
INSERT INTO "key_blobs" VALUES('audio-98dacb7754a10b8e0533979b861161bf6d07f862240f5c706c8f88d6204a57cd','bb3ceb182fc374123f7aab21cab41b4bce770ae25f6be3a25051b460a7d47ef1',264266);
INSERT INTO "key_blobs" VALUES('audio-98dacb7754a10b8e0533979b861161bf6d07f862240f5c706c8f88d6204a57cd','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689',1167);
INSERT INTO "key_blobs" VALUES('transcribe-909a8c999532c7ee8544ab184c2d2e640b44d28f4a26aa3e75a03880408a6113','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97',214);
INSERT INTO "key_blobs" VALUES('transcribe-909a8c999532c7ee8544ab184c2d2e640b44d28f4a26aa3e75a03880408a6113','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6',216);
INSERT INTO "key_blobs" VALUES('transcribe-909a8c999532c7ee8544ab184c2d2e640b44d28f4a26aa3e75a03880408a6113','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19',115);
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
INSERT INTO "outputs" VALUES('fetch-14d0a0bbb2a98e2029e2c29ca7c226f783017d236f6c7407850824122a9cffd8','fetch','{"source":{"sha256":"20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd","size_bytes":201315,"suffix":".mp4"},"media":{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2},"title":"talk-8.00-90227450","uploader":null,"webpage_url":null,"chapters":[],"thumbnail":null,"validators":null}','[]',2.15486089000478386878e-01,1795722427959);
INSERT INTO "outputs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','speech','{"pcm":{"sha256":"2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed","size_bytes":256046,"suffix":".wav"},"duration_s":8.0000625,"waveform":{"sha256":"4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480","size_bytes":1150,"suffix":".json"}}','[]',3.95295291004003956913e-01,1795722428391);
INSERT INTO "outputs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','fetch','{"source":{"sha256":"a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594","size_bytes":69966,"suffix":".mp4"},"media":{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1},"title":"silent-94500712","uploader":null,"webpage_url":null,"chapters":[],"thumbnail":null,"validators":null}','[]',1.27240286199958063662e+00,1795722429016);
INSERT INTO "outputs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','scenes','{"has_video":true,"cuts":[],"poster":{"sha256":"735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58","size_bytes":11470,"suffix":".jpg"},"sprite":{"image":{"sha256":"cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87","size_bytes":16618,"suffix":".jpg"},"columns":9,"rows":1,"count":9,"interval_s":1.0,"tile_width":160,"tile_height":90},"focus":[[0.25,0.0972,0.702],[0.75,0.1236,0.7359],[1.25,0.13,0.7314],[1.75,0.1569,0.7358],[2.25,0.2047,0.7044],[2.75,0.2462,0.6418],[3.25,0.2848,0.6214],[3.75,0.3398,0.6207],[4.25,0.3952,0.5913],[4.75,0.4448,0.5573],[5.25,0.4994,0.5482],[5.75,0.5598,0.5318],[6.25,0.6083,0.4932],[6.75,0.6503,0.4783],[7.25,0.7373,0.4742],[7.75,0.7706,0.446],[8.25,0.7897,0.4163]],"picture":{"flashes":[],"black":[],"freeze":[]},"samples":[]}','[]',9.99782929997309111058e-01,1795722429407);
INSERT INTO "outputs" VALUES('audio-98dacb7754a10b8e0533979b861161bf6d07f862240f5c706c8f88d6204a57cd','audio','{"audio":{"sha256":"bb3ceb182fc374123f7aab21cab41b4bce770ae25f6be3a25051b460a7d47ef1","size_bytes":264266,"suffix":".mp3"},"duration_s":8.232,"media_type":"audio/mpeg","waveform":{"sha256":"c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689","size_bytes":1167,"suffix":".json"}}','[]',3.63997402993845753371e-01,1795722429778);
INSERT INTO "outputs" VALUES('transcribe-909a8c999532c7ee8544ab184c2d2e640b44d28f4a26aa3e75a03880408a6113','transcribe','{"language":"en","language_probability":1.0,"model":"demo","decoding":"batched","segment_count":3,"srt":{"sha256":"fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97","size_bytes":214,"suffix":".srt"},"vtt":{"sha256":"7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6","size_bytes":216,"suffix":".vtt"},"txt":{"sha256":"a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19","size_bytes":115,"suffix":".txt"}}','[]',3.07922946400503860786e+00,1795722431504);
INSERT INTO "outputs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','clips','{"clip_count":1}','[]',1.41164072299579856917e+00,1795722432928);
INSERT INTO "outputs" VALUES('analyse-cb97faf79e5d7fe21dda0daae695f1016ef0adf6c199018dbd841a4c17ac66f8','analyse','{"sentiment":"neutral","sentiment_scores":{"positive":0.0159,"neutral":0.9664,"negative":0.0177},"segment_sentiments":[{"index":0,"label":"neutral","score":-0.0024},{"index":1,"label":"neutral","score":-0.002},{"index":2,"label":"neutral","score":0.0004}],"topics":["Space, ran, r."],"keywords":[{"text":"space","score":1.0},{"text":"Tesla","score":0.7815},{"text":"ran","score":0.6094}],"entities":[{"text":"Today","label":"DATE","count":1},{"text":"Tesla","label":"ORG","count":1}],"models":{"sentiment":"demo","entities":"demo","keywords":"YAKE 0.7.3, words by demo","topics":"pauses and cohesion, words by demo"}}','[]',4.50675145000423071905e+00,1795722436033);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-909a8c999532c7ee8544ab184c2d2e640b44d28f4a26aa3e75a03880408a6113',0,'{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8491,"no_speech_probability":0.0,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9979},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.9991},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9974},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9987},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.9988},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9985}],"flags":[]}');
INSERT INTO "pieces" VALUES('transcribe-909a8c999532c7ee8544ab184c2d2e640b44d28f4a26aa3e75a03880408a6113',1,'{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7003,"no_speech_probability":0.0,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9991},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9982},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9995},{"start_s":4.64,"end_s":4.84,"text":" to","probability":0.9999},{"start_s":4.84,"end_s":5.1,"text":" learn","probability":0.9993},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9956},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9918}],"flags":[]}');
INSERT INTO "pieces" VALUES('transcribe-909a8c999532c7ee8544ab184c2d2e640b44d28f4a26aa3e75a03880408a6113',2,'{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a ran to the r.","confidence":0.7003,"no_speech_probability":0.0,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.9921},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9941},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9941},{"start_s":7.77,"end_s":7.777,"text":" a","probability":0.9708},{"start_s":7.777,"end_s":7.79,"text":" ran","probability":0.3171},{"start_s":7.79,"end_s":7.833,"text":" to","probability":0.4141},{"start_s":7.833,"end_s":7.89,"text":" the","probability":0.5284},{"start_s":7.89,"end_s":7.93,"text":" r.","probability":0.6542}],"flags":[]}');
INSERT INTO "pieces" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a ran to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a ran to the r.","video":{"sha256":"0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4","size_bytes":199768,"suffix":".mp4"},"thumbnail":{"sha256":"4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11","size_bytes":12447,"suffix":".jpg"},"width":640,"height":360}');
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',3.31240111170656048589e-01,2);
INSERT INTO "rates" VALUES('speech','',4.82067428053663399323e-02,1);
INSERT INTO "rates" VALUES('scenes','',1.21924747560647458999e-01,1);
INSERT INTO "rates" VALUES('audio','',4.4389927194371438246e-02,1);
INSERT INTO "rates" VALUES('transcribe','demo',3.75515788293297403388e-01,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',2.82328144599159724936e-01,1);
INSERT INTO "rates" VALUES('analyse','demo',5.49603835366369697368e-01,1);
CREATE TABLE timelines (
	num INTEGER NOT NULL, 
	timeline JSON NOT NULL, 
	PRIMARY KEY (num)
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
INSERT INTO "videos" VALUES(1,'7ad84e34-ec79-44f2-a79f-39954c13bd82',NULL,'talk-8.00-90227450.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2}',NULL,'talk-8.00-90227450.mp4
7ad84e34-ec79-44f2-a79f-39954c13bd82',NULL,1795722427587,1795722427587);
INSERT INTO "videos" VALUES(2,'685b1a4e-9072-446f-ab35-768a11932d88',NULL,'silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1}',NULL,'silent-94500712.mp4
685b1a4e-9072-446f-ab35-768a11932d88',NULL,1795722427706,1795722427706);
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
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('videos',2);
INSERT INTO "sqlite_sequence" VALUES('jobs',7);
INSERT INTO "sqlite_sequence" VALUES('events',47);
COMMIT;
CREATE VIRTUAL TABLE job_trigrams USING fts5 (folded, content='job_texts', content_rowid='num', tokenize='trigram', detail='none', columnsize=0);
INSERT INTO job_trigrams (job_trigrams) VALUES ('rebuild');
UPDATE job_texts_indexed SET upto = (SELECT max(num) FROM job_texts);
