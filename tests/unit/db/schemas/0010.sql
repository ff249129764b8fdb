BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0010');
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
INSERT INTO "artifacts" VALUES('bebd02ce-2d31-514a-b6c8-f5f54b7b0faf','5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','fetch','source','talk-8.00-76369cb2.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795720327480);
INSERT INTO "artifacts" VALUES('484ab6ac-fb7c-59a4-9971-5d6d156e37bf','16801383-13dc-436d-9df8-8c902ff12629','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795720328116);
INSERT INTO "artifacts" VALUES('20bf8188-85b8-5d63-8d77-ad5c3ce91eaf','5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','scenes','poster','talk-8.00-76369cb2 poster.jpg','image/jpeg','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58','.jpg',11470,1795720328344);
INSERT INTO "artifacts" VALUES('2fd60c08-7cb0-5d99-b7ef-4daae3f6adba','5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','scenes','sprite','talk-8.00-76369cb2 storyboard.jpg','image/jpeg','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87','.jpg',16618,1795720328344);
INSERT INTO "artifacts" VALUES('14f4500a-f71e-5dbc-b703-e6414a1bdbd1','5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','audio','audio','talk-8.00-76369cb2.mp3','audio/mpeg','6abc493851e43bdb574399df237a61d1844a6a730bd7a6880f8a49716167aa8e','.mp3',264266,1795720328717);
INSERT INTO "artifacts" VALUES('3ac0969b-6f35-5651-99a2-aa3baaa4bae0','5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','audio','waveform','talk-8.00-76369cb2 waveform.json','application/json','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689','.json',1167,1795720328717);
INSERT INTO "artifacts" VALUES('9a5b711d-e0b2-5e7b-8e48-334d134e92ec','5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','transcribe','transcript','talk-8.00-76369cb2.srt','application/x-subrip','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97','.srt',214,1795720330225);
INSERT INTO "artifacts" VALUES('ff4f8051-6491-59e2-ab8d-7ab7e422aa0c','5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','transcribe','transcript','talk-8.00-76369cb2.vtt','text/vtt','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6','.vtt',216,1795720330225);
INSERT INTO "artifacts" VALUES('2acd34f7-dca7-5f6b-9873-d5deefadd203','5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','transcribe','transcript','talk-8.00-76369cb2.txt','text/plain','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19','.txt',115,1795720330225);
INSERT INTO "artifacts" VALUES('6baf0252-724f-5bcf-9438-31d998cab596','5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','clips','clip','talk-8.00-76369cb2 clip 1.mp4','video/mp4','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4','.mp4',199768,1795720331201);
INSERT INTO "artifacts" VALUES('1f4055e1-894a-510c-9eb2-5a6062ee379c','5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','clips','clip_thumbnail','talk-8.00-76369cb2 clip 1.jpg','image/jpeg','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11','.jpg',12447,1795720331201);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',1,'job_moved',1795720327310,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(2,'16801383-13dc-436d-9df8-8c902ff12629',1,'job_moved',1795720327324,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(3,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',2,'job_moved',1795720327331,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(4,'16801383-13dc-436d-9df8-8c902ff12629',2,'job_moved',1795720327341,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(5,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',3,'stage_moved',1795720327357,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":10.432,"stage_status":"running","waited_s":0.007367695994616952}');
INSERT INTO "events" VALUES(6,'16801383-13dc-436d-9df8-8c902ff12629',3,'stage_moved',1795720327388,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":3.596356990002387,"stage_status":"running","waited_s":0.022845833998871967}');
INSERT INTO "events" VALUES(7,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',4,'stage_moved',1795720327480,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"fetch","eta_s":10.308338102003502,"stage_status":"completed","cached":false,"work_s":0.10824187699472532,"waited_s":0.007367695994616952}');
INSERT INTO "events" VALUES(8,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',5,'stage_moved',1795720327510,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":10.278518668004137,"stage_status":"running","waited_s":0.002724394995311741}');
INSERT INTO "events" VALUES(9,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',6,'log_line',1795720327732,'{"level":"info","message":"speech audio extracted","stage":"speech","fields":{"duration_s":8.0,"expected_s":8.2}}');
INSERT INTO "events" VALUES(10,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',7,'stage_moved',1795720327755,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":6.813512756263499,"stage_status":"running","waited_s":0.24804747899906943}');
INSERT INTO "events" VALUES(11,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',8,'stage_moved',1795720327759,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":6.809081971259566,"stage_status":"completed","cached":false,"work_s":0.2393439839943312,"waited_s":0.002724394995311741}');
INSERT INTO "events" VALUES(12,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',9,'stage_moved',1795720327791,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"transcribe","eta_s":6.791196791265811,"stage_status":"running","waited_s":0.0022590520020457916}');
INSERT INTO "events" VALUES(13,'16801383-13dc-436d-9df8-8c902ff12629',4,'stage_moved',1795720328116,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"fetch","eta_s":3.582604249994911,"stage_status":"completed","cached":false,"work_s":0.729305752000073,"waited_s":0.022845833998871967}');
INSERT INTO "events" VALUES(14,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',10,'log_line',1795720328312,'{"level":"info","message":"scenes found","stage":"scenes","fields":{"cuts":0,"focus_points":17}}');
INSERT INTO "events" VALUES(15,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',11,'stage_moved',1795720328338,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"audio","eta_s":6.270999999999999,"stage_status":"running","waited_s":0.8302046399985556}');
INSERT INTO "events" VALUES(16,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',12,'stage_moved',1795720328344,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":6.2648779279982545,"stage_status":"completed","cached":false,"work_s":0.5801899640064221,"waited_s":0.24804747899906943}');
INSERT INTO "events" VALUES(17,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',13,'log_line',1795720328637,'{"level":"info","message":"audio extracted","stage":"audio","fields":{"format":"mp3","quality":"high","duration_s":8.232}}');
INSERT INTO "events" VALUES(18,'16801383-13dc-436d-9df8-8c902ff12629',5,'stage_moved',1795720328710,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"audio","eta_s":1.0012665580008178,"stage_status":"running","waited_s":0.5752568460011389}');
INSERT INTO "events" VALUES(19,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',14,'stage_moved',1795720328717,'{"status":"processing","progress":0.23692226996242247,"attempt":1,"stage":"audio","eta_s":6.163302432999712,"stage_status":"completed","cached":false,"work_s":0.362606989001506,"waited_s":0.8302046399985556}');
INSERT INTO "events" VALUES(20,'16801383-13dc-436d-9df8-8c902ff12629',6,'job_error',1795720328737,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}');
INSERT INTO "events" VALUES(21,'16801383-13dc-436d-9df8-8c902ff12629',7,'job_moved',1795720328737,'{"status":"failed","progress":0.856353591160221,"attempt":1,"error":{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false},"cause":"fail"}');
INSERT INTO "events" VALUES(22,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',15,'log_line',1795720329073,'{"level":"info","message":"Loading the whisper model demo","stage":"transcribe","fields":{"device":"cpu","workers":1}}');
INSERT INTO "events" VALUES(23,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',16,'log_line',1795720329101,'{"level":"info","message":"Transcribing with demo, batched","stage":"transcribe","fields":{"language":"en","probability":1.0}}');
INSERT INTO "events" VALUES(24,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',17,'segment_transcribed',1795720330194,'{"index":0,"segment":{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8491,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9979},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.9991},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9974},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9987},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.9988},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9985}]}}');
INSERT INTO "events" VALUES(25,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',18,'segment_transcribed',1795720330199,'{"index":1,"segment":{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7003,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9991},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9982},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9995},{"start_s":4.64,"end_s":4.84,"text":" to","probability":0.9999},{"start_s":4.84,"end_s":5.1,"text":" learn","probability":0.9993},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9956},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9918}]}}');
INSERT INTO "events" VALUES(26,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',19,'segment_transcribed',1795720330199,'{"index":2,"segment":{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a ran to the r.","confidence":0.7003,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.9921},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9941},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9941},{"start_s":7.77,"end_s":7.777,"text":" a","probability":0.9708},{"start_s":7.777,"end_s":7.79,"text":" ran","probability":0.3171},{"start_s":7.79,"end_s":7.833,"text":" to","probability":0.4141},{"start_s":7.833,"end_s":7.89,"text":" the","probability":0.5284},{"start_s":7.89,"end_s":7.93,"text":" r.","probability":0.6542}]}}');
INSERT INTO "events" VALUES(27,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',20,'stage_moved',1795720330225,'{"status":"processing","progress":0.5179325388053566,"attempt":1,"stage":"transcribe","eta_s":5.938149236073933,"stage_status":"completed","cached":false,"work_s":2.4445357720032916,"waited_s":0.0022590520020457916}');
INSERT INTO "events" VALUES(28,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',21,'stage_moved',1795720330240,'{"status":"processing","progress":0.5179325388053566,"attempt":1,"stage":"clips","eta_s":5.923323309074895,"stage_status":"running","waited_s":0.004180031995929312}');
INSERT INTO "events" VALUES(29,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',22,'stage_moved',1795720330247,'{"status":"processing","progress":0.5179325388053566,"attempt":1,"stage":"analyse","eta_s":5.9167360350733915,"stage_status":"running","waited_s":0.001333585001702886}');
INSERT INTO "events" VALUES(30,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',23,'log_line',1795720330472,'{"level":"info","message":"clips chosen","stage":"clips","fields":{"count":1,"done":0}}');
INSERT INTO "events" VALUES(31,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',24,'log_line',1795720331189,'{"level":"info","message":"clip cut","stage":"clips","fields":{"index":0,"start_s":3.4,"length_s":4.8}}');
INSERT INTO "events" VALUES(32,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',25,'clip_cut',1795720331201,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a ran to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a ran to the r.","width":640,"height":360,"artifact_id":"6baf0252-724f-5bcf-9438-31d998cab596","thumbnail_id":"1f4055e1-894a-510c-9eb2-5a6062ee379c"}');
INSERT INTO "events" VALUES(33,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',26,'stage_moved',1795720331222,'{"status":"processing","progress":0.7354327468881229,"attempt":1,"stage":"clips","eta_s":2.984233008001698,"stage_status":"completed","cached":false,"work_s":0.9788122719983221,"waited_s":0.004180031995929312}');
INSERT INTO "events" VALUES(34,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',27,'log_line',1795720331242,'{"level":"info","message":"Loading the sentiment model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(35,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',28,'log_line',1795720332889,'{"level":"info","message":"Loading the spaCy model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(36,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',29,'stage_moved',1795720333417,'{"status":"processing","progress":0.999,"attempt":1,"stage":"analyse","eta_s":0.0,"stage_status":"completed","cached":false,"work_s":3.1675307170007727,"waited_s":0.001333585001702886}');
INSERT INTO "events" VALUES(37,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',30,'job_moved',1795720333419,'{"status":"completed","progress":1,"attempt":1,"eta_s":0.0,"cause":"complete"}');
INSERT INTO "events" VALUES(38,'8f6009bd-8d2c-42aa-bdca-1eb1e613af0a',1,'job_moved',1795720333427,'{"status":"pending","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(39,'2f5e495c-56b0-4a5e-9c9f-538d3682bca4',1,'job_moved',1795720333429,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(40,'68ed6bb4-4b90-42b7-99a2-ad88965211aa',1,'job_moved',1795720333432,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(41,'68ed6bb4-4b90-42b7-99a2-ad88965211aa',2,'job_moved',1795720333433,'{"status":"cancelled","progress":0,"attempt":0,"cause":"cancel"}');
INSERT INTO "events" VALUES(42,'44b10c6f-e7ae-463e-9b83-91e84ee3639c',1,'job_moved',1795720333435,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(43,'44b10c6f-e7ae-463e-9b83-91e84ee3639c',2,'job_moved',1795720333436,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(44,'44b10c6f-e7ae-463e-9b83-91e84ee3639c',3,'job_error',1795720333437,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}');
INSERT INTO "events" VALUES(45,'44b10c6f-e7ae-463e-9b83-91e84ee3639c',4,'job_moved',1795720333437,'{"status":"pending","progress":0,"attempt":1,"error":{"code":"rate_limited","message":"later","stage":"fetch","retryable":true},"cause":"postpone","next_attempt_ms":1827256333427}');
INSERT INTO "events" VALUES(46,'c5de6c8a-be75-4e3b-81f0-82a72dbcf789',1,'job_moved',1795720333442,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(47,'c5de6c8a-be75-4e3b-81f0-82a72dbcf789',2,'job_moved',1795720333444,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
CREATE TABLE flags (
	name VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "flags" VALUES('written','{"at_ms":1795720326349}');
INSERT INTO "flags" VALUES('database','{"id":"1eca8f74fd5148849265270926bb4867"}');
INSERT INTO "flags" VALUES('queue','{"paused":true,"draining":false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms":1827256333427}');
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
INSERT INTO "job_stages" VALUES('5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','fetch','completed',1.0,'fetch-83f8377ae63a310f7d0144eb6446b099ed6c71fa413b4f428ce9d85ad7bb575f',0,1795720327357,1.08241876994725316762e-01,0,7.36769599461695179343e-03);
INSERT INTO "job_stages" VALUES('5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','audio','completed',1.0,'audio-a2c897388fb5b04e2743d22a2706b6fd3446990317e60c56a215a62b87695542',0,1795720328338,0.362606989001506,0,8.30204639998555649071e-01);
INSERT INTO "job_stages" VALUES('5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','speech','completed',1.0,'speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6',0,1795720327510,2.39343983994331210851e-01,0,2.72439499531174078583e-03);
INSERT INTO "job_stages" VALUES('5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','scenes','completed',1.0,'scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705',0,1795720327755,5.8018996400642208755e-01,0,2.48047478999069426208e-01);
INSERT INTO "job_stages" VALUES('5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','transcribe','completed',1.0,'transcribe-ffd5cfd49a106687944d76481e0b958bd0c9a17eda1f83ec74e6cb5f86641cbc',0,1795720327791,2.44453577200329164043e+00,3,2.25905200204579159617e-03);
INSERT INTO "job_stages" VALUES('5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','analyse','completed',1.0,'analyse-4b65a3892d642ba906fbc254d852fe9ee4b50eae2f998d1fe18c543620212382',0,1795720330247,3.16753071700077271088e+00,0,1.33358500170288607478e-03);
INSERT INTO "job_stages" VALUES('5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892','clips','completed',1.0,'clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,1795720330240,9.78812271998322103172e-01,1,4.18003199592931196093e-03);
INSERT INTO "job_stages" VALUES('16801383-13dc-436d-9df8-8c902ff12629','fetch','completed',1.0,'fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d',0,1795720327388,0.729305752000073,0,2.28458339988719671964e-02);
INSERT INTO "job_stages" VALUES('16801383-13dc-436d-9df8-8c902ff12629','audio','failed',0.0,'audio-93cfd6eccd62f2fd92151675255c5e26b56115e7c0e52e781840bd0856e9d4e4',0,1795720328710,NULL,0,5.75256846001138910651e-01);
INSERT INTO "job_stages" VALUES('44b10c6f-e7ae-463e-9b83-91e84ee3639c','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('44b10c6f-e7ae-463e-9b83-91e84ee3639c','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('44b10c6f-e7ae-463e-9b83-91e84ee3639c','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('44b10c6f-e7ae-463e-9b83-91e84ee3639c','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('44b10c6f-e7ae-463e-9b83-91e84ee3639c','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('c5de6c8a-be75-4e3b-81f0-82a72dbcf789','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('c5de6c8a-be75-4e3b-81f0-82a72dbcf789','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('c5de6c8a-be75-4e3b-81f0-82a72dbcf789','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE job_texts (
	num INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "job_texts" VALUES(1,'talk-8.00-76369cb2
5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892
ada');
INSERT INTO "job_texts" VALUES(2,'silent-94500712
16801383-13dc-436d-9df8-8c902ff12629');
INSERT INTO "job_texts" VALUES(3,'talk-8.00-76369cb2
8f6009bd-8d2c-42aa-bdca-1eb1e613af0a');
INSERT INTO "job_texts" VALUES(4,'talk-8.00-76369cb2
2f5e495c-56b0-4a5e-9c9f-538d3682bca4');
INSERT INTO "job_texts" VALUES(5,'talk-8.00-76369cb2
68ed6bb4-4b90-42b7-99a2-ad88965211aa');
INSERT INTO "job_texts" VALUES(6,'talk-8.00-76369cb2
44b10c6f-e7ae-463e-9b83-91e84ee3639c');
INSERT INTO "job_texts" VALUES(7,'talk-8.00-76369cb2
c5de6c8a-be75-4e3b-81f0-82a72dbcf789');
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
INSERT INTO "jobs" VALUES(1,'5ac9ee8b-5c1e-4e9f-b667-b1dd038b5892',NULL,'5a39462c-8b10-43df-9698-f8f74d2540b1','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795717327310,'{"audio_format":"mp3","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":5.0,"overlap_duration":2.0,"max_clips":1,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{"from":"us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-76369cb2',8.2,NULL,NULL,1,NULL,1795720327310,1795720333425,1795720327310,1795720327331,1795720333419,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(2,'16801383-13dc-436d-9df8-8c902ff12629',NULL,'daa658fd-6c30-43a0-8a2e-52c73a95705b','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795717327324,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795720327324,1795720328737,1795720327324,1795720327341,1795720328737,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(3,'8f6009bd-8d2c-42aa-bdca-1eb1e613af0a',NULL,'5a39462c-8b10-43df-9698-f8f74d2540b1','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827253333427,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-76369cb2',8.2,NULL,NULL,0,NULL,1795720333427,1795720333427,NULL,NULL,NULL,1827256333427,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(4,'2f5e495c-56b0-4a5e-9c9f-538d3682bca4',NULL,'5a39462c-8b10-43df-9698-f8f74d2540b1','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795717333429,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-76369cb2',8.2,'key','hash',0,NULL,1795720333429,1795720333429,1795720333429,NULL,NULL,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(5,'68ed6bb4-4b90-42b7-99a2-ad88965211aa',NULL,'5a39462c-8b10-43df-9698-f8f74d2540b1','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795714933432,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-76369cb2',8.2,NULL,NULL,0,NULL,1795720333432,1795720333433,1795720333432,NULL,1795720333433,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(6,'44b10c6f-e7ae-463e-9b83-91e84ee3639c',NULL,'5a39462c-8b10-43df-9698-f8f74d2540b1','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795717333435,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}','[]',4,'talk-8.00-76369cb2',8.2,NULL,NULL,0,NULL,1795720333435,1795720333437,1795720333435,1795720333436,NULL,1827256333427,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(7,'c5de6c8a-be75-4e3b-81f0-82a72dbcf789',NULL,'5a39462c-8b10-43df-9698-f8f74d2540b1','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795717333442,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-76369cb2',8.2,NULL,NULL,0,NULL,1795720333442,1795720333444,1795720333442,1795720333444,NULL,NULL,NULL,'{}','bb01c512855f52f6',1795720348444);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-83f8377ae63a310f7d0144eb6446b099ed6c71fa413b4f428ce9d85ad7bb575f','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed',256046);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480',1150);
INSERT INTO "key_blobs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58',11470);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87',16618);
INSERT INTO "key_blobs" VALUES('audio-a2c897388fb5b04e2743d22a2706b6fd3446990317e60c56a215a62b87695542','6abc493851e43bdb574399df237a61d1844a6a730bd7a6880f8a49716167aa8e',264266);
INSERT INTO "key_blobs" VALUES('audio-a2c897388fb5b04e2743d22a2706b6fd3446990317e60c56a215a62b87695542','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689',1167);
INSERT INTO "key_blobs" VALUES('transcribe-ffd5cfd49a106687944d76481e0b958bd0c9a17eda1f83ec74e6cb5f86641cbc','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97',214);
INSERT INTO "key_blobs" VALUES('transcribe-ffd5cfd49a106687944d76481e0b958bd0c9a17eda1f83ec74e6cb5f86641cbc','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6',216);
INSERT INTO "key_blobs" VALUES('transcribe-ffd5cfd49a106687944d76481e0b958bd0c9a17eda1f83ec74e6cb5f86641cbc','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19',115);
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
INSERT INTO "outputs" VALUES('fetch-83f8377ae63a310f7d0144eb6446b099ed6c71fa413b4f428ce9d85ad7bb575f','fetch','{"source":{"sha256":"20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd","size_bytes":201315,"suffix":".mp4"},"media":{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2},"title":"talk-8.00-76369cb2","uploader":null,"webpage_url":null,"chapters":[],"thumbnail":null,"validators":null}','[]',1.08241876994725316762e-01,1795720327463);
INSERT INTO "outputs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','speech','{"pcm":{"sha256":"2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed","size_bytes":256046,"suffix":".wav"},"duration_s":8.0000625,"waveform":{"sha256":"4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480","size_bytes":1150,"suffix":".json"}}','[]',2.39343983994331210851e-01,1795720327750);
INSERT INTO "outputs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','fetch','{"source":{"sha256":"a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594","size_bytes":69966,"suffix":".mp4"},"media":{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1},"title":"silent-94500712","uploader":null,"webpage_url":null,"chapters":[],"thumbnail":null,"validators":null}','[]',0.729305752000073,1795720328109);
INSERT INTO "outputs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','scenes','{"has_video":true,"cuts":[],"poster":{"sha256":"735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58","size_bytes":11470,"suffix":".jpg"},"sprite":{"image":{"sha256":"cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87","size_bytes":16618,"suffix":".jpg"},"columns":9,"rows":1,"count":9,"interval_s":1.0,"tile_width":160,"tile_height":90},"focus":[[0.25,0.0972,0.702],[0.75,0.1236,0.7359],[1.25,0.13,0.7314],[1.75,0.1569,0.7358],[2.25,0.2047,0.7044],[2.75,0.2462,0.6418],[3.25,0.2848,0.6214],[3.75,0.3398,0.6207],[4.25,0.3952,0.5913],[4.75,0.4448,0.5573],[5.25,0.4994,0.5482],[5.75,0.5598,0.5318],[6.25,0.6083,0.4932],[6.75,0.6503,0.4783],[7.25,0.7373,0.4742],[7.75,0.7706,0.446],[8.25,0.7897,0.4163]],"picture":{"flashes":[],"black":[],"freeze":[]},"samples":[]}','[]',5.8018996400642208755e-01,1795720328335);
INSERT INTO "outputs" VALUES('audio-a2c897388fb5b04e2743d22a2706b6fd3446990317e60c56a215a62b87695542','audio','{"audio":{"sha256":"6abc493851e43bdb574399df237a61d1844a6a730bd7a6880f8a49716167aa8e","size_bytes":264266,"suffix":".mp3"},"duration_s":8.232,"media_type":"audio/mpeg","waveform":{"sha256":"c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689","size_bytes":1167,"suffix":".json"}}','[]',0.362606989001506,1795720328700);
INSERT INTO "outputs" VALUES('transcribe-ffd5cfd49a106687944d76481e0b958bd0c9a17eda1f83ec74e6cb5f86641cbc','transcribe','{"language":"en","language_probability":1.0,"model":"demo","decoding":"batched","segment_count":3,"srt":{"sha256":"fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97","size_bytes":214,"suffix":".srt"},"vtt":{"sha256":"7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6","size_bytes":216,"suffix":".vtt"},"txt":{"sha256":"a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19","size_bytes":115,"suffix":".txt"}}','[]',2.44453577200329164043e+00,1795720330220);
INSERT INTO "outputs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','clips','{"clip_count":1}','[]',9.78812271998322103172e-01,1795720331217);
INSERT INTO "outputs" VALUES('analyse-4b65a3892d642ba906fbc254d852fe9ee4b50eae2f998d1fe18c543620212382','analyse','{"sentiment":"neutral","sentiment_scores":{"positive":0.0159,"neutral":0.9664,"negative":0.0177},"segment_sentiments":[{"index":0,"label":"neutral","score":-0.0024},{"index":1,"label":"neutral","score":-0.002},{"index":2,"label":"neutral","score":0.0004}],"topics":["Space, ran, r."],"keywords":[{"text":"space","score":1.0},{"text":"Tesla","score":0.7815},{"text":"ran","score":0.6094}],"entities":[{"text":"Today","label":"DATE","count":1},{"text":"Tesla","label":"ORG","count":1}],"models":{"sentiment":"demo","entities":"demo","keywords":"YAKE 0.7.3, words by demo","topics":"pauses and cohesion, words by demo"}}','[]',3.16753071700077271088e+00,1795720333414);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-ffd5cfd49a106687944d76481e0b958bd0c9a17eda1f83ec74e6cb5f86641cbc',0,'{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8491,"no_speech_probability":0.0,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9979},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.9991},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9974},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9987},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.9988},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9985}],"flags":[]}');
INSERT INTO "pieces" VALUES('transcribe-ffd5cfd49a106687944d76481e0b958bd0c9a17eda1f83ec74e6cb5f86641cbc',1,'{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7003,"no_speech_probability":0.0,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9991},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9982},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9995},{"start_s":4.64,"end_s":4.84,"text":" to","probability":0.9999},{"start_s":4.84,"end_s":5.1,"text":" learn","probability":0.9993},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9956},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9918}],"flags":[]}');
INSERT INTO "pieces" VALUES('transcribe-ffd5cfd49a106687944d76481e0b958bd0c9a17eda1f83ec74e6cb5f86641cbc',2,'{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a ran to the r.","confidence":0.7003,"no_speech_probability":0.0,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.9921},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9941},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9941},{"start_s":7.77,"end_s":7.777,"text":" a","probability":0.9708},{"start_s":7.777,"end_s":7.79,"text":" ran","probability":0.3171},{"start_s":7.79,"end_s":7.833,"text":" to","probability":0.4141},{"start_s":7.833,"end_s":7.89,"text":" the","probability":0.5284},{"start_s":7.89,"end_s":7.93,"text":" r.","probability":0.6542}],"flags":[]}');
INSERT INTO "pieces" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a ran to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a ran to the r.","video":{"sha256":"0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4","size_bytes":199768,"suffix":".mp4"},"thumbnail":{"sha256":"4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11","size_bytes":12447,"suffix":".jpg"},"width":640,"height":360}');
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',1.88926552450916135361e-01,2);
INSERT INTO "rates" VALUES('speech','',2.91882907310160033542e-02,1);
INSERT INTO "rates" VALUES('scenes','',7.07548736593197752364e-02,1);
INSERT INTO "rates" VALUES('audio','',4.42203645123787833504e-02,1);
INSERT INTO "rates" VALUES('transcribe','demo',2.9811411853698682739e-01,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',1.95762454399664415083e-01,1);
INSERT INTO "rates" VALUES('analyse','demo',3.86284233780582075823e-01,1);
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
INSERT INTO "videos" VALUES(1,'5a39462c-8b10-43df-9698-f8f74d2540b1',NULL,'talk-8.00-76369cb2.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2}',NULL,'talk-8.00-76369cb2.mp4
5a39462c-8b10-43df-9698-f8f74d2540b1',NULL,1795720327226,1795720327226);
INSERT INTO "videos" VALUES(2,'daa658fd-6c30-43a0-8a2e-52c73a95705b',NULL,'silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1}',NULL,'silent-94500712.mp4
daa658fd-6c30-43a0-8a2e-52c73a95705b',NULL,1795720327308,1795720327308);
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
